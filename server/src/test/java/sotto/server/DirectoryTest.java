package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Nonce;
import sotto.protocol.wire.Bytes;

/// Lookups, KeyPackages, presence, blobs and the view, over real sockets.
class DirectoryTest {
  @TempDir Path data;
  private final Running running = new Running();

  @Test
  void everyAnswerIsSignedOverTheAskersNonceAndAKeyPackageIsGivenOnce() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = person(server, "alice", running.invites.getFirst());
      Person bob = person(server, "bob", running.invite(data));
      try (Peer a = alice.online(server);
          Peer b = bob.online(server)) {
        Bytes one = keyPackage();
        Bytes last = keyPackage();
        b.ask(
            new ClientFrame.PublishKeyPackages(List.of(one), Optional.of(last)),
            ServerFrame.Stock.class);
        assertThat(packages(a, bob.who.address())).containsExactly(one);
        assertThat(b.next(ServerFrame.Stock.class).left()).isZero();
        assertThat(packages(a, bob.who.address())).containsExactly(last);
        assertThat(packages(a, bob.who.address())).containsExactly(last);
        DirectoryEntry nobody = lookup(a, new Address("nobody", "localhost"));
        assertThat(nobody).isInstanceOf(DirectoryEntry.None.class);
      }
    }
  }

  private static List<Bytes> packages(Peer peer, Address address) throws Exception {
    return ((DirectoryEntry.Account) lookup(peer, address))
        .keyPackages().stream().map(each -> each.keyPackage()).toList();
  }

  private static DirectoryEntry lookup(Peer peer, Address address) throws Exception {
    Nonce nonce = Nonce.of(Posts.random(32));
    var wanted = ClientFrame.Lookup.Wanted.LIST_AND_KEY_PACKAGES;
    ServerFrame.Answer answer =
        peer.ask(new ClientFrame.Lookup(nonce, address, wanted), ServerFrame.Answer.class);
    return answer.answer().verified(Person::verifies, peer.proof.server(), nonce, address).entry();
  }

  @Tag("rule-29")
  @Test
  void rule29PresenceIsToldOnlyWhereBothShowThemselves() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = person(server, "alice", running.invites.getFirst());
      Person bob = person(server, "bob", running.invite(data));
      Person carol = person(server, "carol", running.invite(data));
      try (Peer a = alice.online(server);
          Peer c = carol.online(server)) {
        a.send(new ClientFrame.ShowTo(List.of(bob.who.address())));
        c.send(new ClientFrame.ShowTo(List.of(alice.who.address(), bob.who.address())));
        try (Peer b = bob.online(server)) {
          b.send(new ClientFrame.ShowTo(List.of(alice.who.address())));
          assertThat(a.next(ServerFrame.Presence.class))
              .isEqualTo(new ServerFrame.Presence(bob.who.address(), true));
          assertThat(b.next(ServerFrame.Presence.class))
              .isEqualTo(new ServerFrame.Presence(alice.who.address(), true));
        }
        assertThat(a.next(ServerFrame.Presence.class))
            .isEqualTo(new ServerFrame.Presence(bob.who.address(), false));
      }
    }
  }

  @Test
  void aBlobIsUploadedInChunksResumedAndReadByItsId() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = person(server, "alice", running.invites.getFirst());
      byte[] content = Posts.random(300_000);
      BlobId id = BlobId.of(Posts.random(32));
      try (Peer a = alice.online(server)) {
        assertThat(put(a, id, content, 0, 200_000)).isEqualTo(200_000);
      }
      try (Peer a = alice.online(server)) {
        assertThat(a.ask(new ClientFrame.GetBlob(id, 0))).isInstanceOf(ServerFrame.Failed.class);
        long stored = put(a, id, content, 0, 0);
        assertThat(put(a, id, content, (int) stored, 100_000)).isEqualTo(300_000);
        ServerFrame.BlobChunk chunk =
            a.ask(new ClientFrame.GetBlob(id, 100_000), ServerFrame.BlobChunk.class);
        assertThat(chunk.total()).isEqualTo(300_000);
        assertThat(chunk.chunk())
            .isEqualTo(Bytes.wrap(Arrays.copyOfRange(content, 100_000, 300_000)));
      }
    }
  }

  private static long put(Peer peer, BlobId id, byte[] content, int from, int size)
      throws Exception {
    Bytes chunk = Bytes.wrap(Arrays.copyOfRange(content, from, from + size));
    return peer.ask(
            new ClientFrame.PutBlob(id, content.length, from, chunk),
            ServerFrame.BlobProgress.class)
        .stored();
  }

  @Test
  void theViewShowsAccountsGroupsAndQueuesAndWhatWaits() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = person(server, "alice", running.invites.getFirst());
      Person bob = person(server, "bob", running.invite(data));
      Bytes group = Posts.groupId();
      try (Peer a = alice.online(server)) {
        LoopbackTest.judged(a, Posts.create(1, group));
        LoopbackTest.judged(a, Posts.commit(2, group, 0, List.of(alice.who, bob.who)));
        LoopbackTest.judged(a, Posts.application(3, group, 1, Posts.random(700)));
      }
      ServerView view = ServerView.read(data);
      assertThat(view.accounts())
          .extracting(ServerView.Account::address)
          .containsExactly("alice@localhost", "bob@localhost");
      assertThat(view.groups()).hasSize(1);
      assertThat(view.groups().getFirst().epoch()).isEqualTo(1);
      // It knows who talks with whom, and says so.
      assertThat(view.groups().getFirst().roster())
          .extracting(ServerView.Member::address)
          .containsExactly("alice@localhost", "bob@localhost");
      assertThat(view.waiting())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.address()).isEqualTo("bob@localhost");
            assertThat(one.sender()).isEqualTo("alice@localhost");
            assertThat(one.kind()).isEqualTo("application");
          });
      assertThat(view.queues())
          .filteredOn(queue -> queue.address().equals("bob@localhost"))
          .singleElement()
          .satisfies(queue -> assertThat(queue.messages()).isEqualTo(1));
    }
  }

  private static Person person(Server server, String name, String invite) throws Exception {
    Person person = new Person(name, "localhost");
    person.register(server, invite).close();
    return person;
  }

  private static Bytes keyPackage() {
    return Bytes.wrap(
        new Writer().uint16(1).uint16(5).uint16(1).uint16(1).fixed(Posts.random(200)).toBytes());
  }
}
