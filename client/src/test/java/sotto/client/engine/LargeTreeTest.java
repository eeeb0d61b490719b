package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Event;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.group.TreePointer;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 16: "A ratchet tree above 64 KiB is not in the Welcome: it is a sealed blob".
class LargeTreeTest {
  private final ScriptedServer server = new ScriptedServer();
  private Puppet alice;
  private Puppet bob;

  @Test
  @Tag("rule-16")
  void aTreeOf64KibibytesIsInsideAndAByteMoreIsBeside() throws Exception {
    PortableCrypto crypto = PortableCrypto.create();
    int most = Cryptography.of(crypto).treeInWelcome();
    LargeTree tree =
        new LargeTree(BlobId.of(new byte[32]), Bytes.of(new byte[TreePointer.KEY]), most, crypto);
    assertThat(tree.sealed(new byte[64 * 1024])).isEmpty();
    byte[] sealed = tree.sealed(new byte[64 * 1024 + 1]).orElseThrow();
    TreePointer pointer =
        new TreePointer(tree.blob(), sealed.length, Hash.sha256(sealed), tree.key());
    assertThat(LargeTree.opened(pointer, sealed, crypto)).hasSize(64 * 1024 + 1);
    byte[] shorter = Arrays.copyOf(sealed, sealed.length - 1);
    byte[] other = sealed.clone();
    other[0] ^= 1;
    for (byte[] wrong : List.of(shorter, other)) {
      assertThatThrownBy(() -> LargeTree.opened(pointer, wrong, crypto))
          .hasMessageContaining("not the one that it names");
    }
  }

  @Tag("rule-16")
  @Test
  void aTreeThatIsTooLargeForTheWelcomeIsFetchedAndChecked() throws Exception {
    everyTreeIsLarge();
    group();
    assertThat(server.blobs).hasSize(1);
    alice.says("g", "by the tree beside");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("by the tree beside");
  }

  @Tag("rule-16")
  @Test
  void aSmallTreeStaysInside() throws Exception {
    alice = server.register("alice");
    bob = server.register("bob");
    group();
    assertThat(server.blobs).isEmpty();
  }

  @Tag("rule-16")
  @Test
  void aConversationOfFiftyHasItsTreeBesideAndNoMoreThan64AddsInACommit() throws Exception {
    alice = server.register("alice");
    List<Puppet> people = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      people.add(server.register("p" + i));
    }
    alice.ask(new Command.CreateGroup("g", people.stream().map(Puppet::address).toList()));
    people.addFirst(alice);
    server.run(people.toArray(Puppet[]::new));
    assertThat(server.blobs.values())
        .singleElement()
        .satisfies(blob -> assertThat(blob.length).isGreaterThan(Limits.MAX_TREE_IN_WELCOME));
    alice.says("g", "to fifty");
    server.run(people.toArray(Puppet[]::new));
    assertThat(people).allSatisfy(one -> assertThat(one.texts()).contains("to fifty"));
  }

  @Test
  void theTreeIsStoredBeforeTheCommitLeavesAlsoInPieces() throws Exception {
    everyTreeIsLarge();
    server.takes = 700;
    server.gives = 4096;
    group();
    int last = -1;
    int commit = -1;
    for (int i = 0; i < alice.sent.size(); i++) {
      if (alice.sent.get(i).frame() instanceof ClientFrame.PutBlob) {
        last = i;
      } else if (alice.sent.get(i).frame() instanceof ClientFrame.Submit submit
          && submit.submission().body() instanceof SubmissionBody.Commit) {
        commit = i;
      }
    }
    assertThat(last).isNotNegative().isLessThan(commit);
    alice.says("g", "in pieces");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("in pieces");
  }

  @Test
  void anUploadGoesOnAfterARestart() throws Exception {
    everyTreeIsLarge();
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.takes = 700;
    server.loseAnswer = () -> server.blobs.values().stream().anyMatch(blob -> blob.length >= 1400);
    server.run(alice);
    alice.disconnect();
    alice.restart();
    server.loseAnswer = () -> false;
    server.takes = Limits.MAX_BLOB_CHUNK;
    server.comes(alice);
    server.run(alice, bob);
    alice.says("g", "after the restart");
    server.run(alice, bob);
    assertThat(server.blobs).hasSize(1);
    assertThat(bob.texts()).contains("after the restart");
    assertThat(alice.state.outbox().isEmpty()).isTrue();
  }

  @Test
  void aServerThatTakesNoTreeFailsTheChangeWithItsReason() {
    everyTreeIsLarge();
    server.blobRefusal = Optional.of(ErrorCode.BLOB_SPACE);
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(alice.outcomes.get(ticket))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.trouble().sentence()).contains("space"));
    assertThat(alice.state.outbox().isEmpty()).isTrue();
    assertThat(alice.state.groups().isEmpty()).isTrue();
  }

  @Test
  void aServerThatSaysItTookNothingIsNotAskedForever() {
    everyTreeIsLarge();
    server.takes = 0;
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(alice.sent.stream().filter(r -> r.frame() instanceof ClientFrame.PutBlob))
        .hasSize(1);
    server.takes = Limits.MAX_BLOB_CHUNK;
    alice.until(alice.now.plusSeconds(6));
    server.run(alice, bob);
    assertThat(bob.state.groups().size()).isEqualTo(1);
  }

  /// Refused at each offer; then the client asks the group to be let in, and is.
  @Tag("rule-16")
  @Tag("invariant-9")
  @ParameterizedTest
  @ValueSource(strings = {"wrong bytes", "too long", "cut", "empty", "crumbs", "missing"})
  void aServerThatGivesOutAnotherTreeIsNotBelieved(String lie) throws Exception {
    everyTreeIsLarge();
    server.blob = lie(lie);
    server.gives = lie.equals("crumbs") ? 1 : Limits.MAX_BLOB_CHUNK;
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice);
    if (lie.equals("missing")) {
      server.blobs.clear();
    }
    server.run(bob);
    assertThat(bob.state.groups().isEmpty()).isTrue();
    assertThat(bob.hungUp).isFalse();
    assertThat(bob.told(Event.Unreadable.class)).hasSize(1);
    server.blob = bytes -> bytes;
    server.gives = Limits.MAX_BLOB_CHUNK;
    server.run(alice, bob);
    assertThat(bob.state.groups().size()).isEqualTo(1);
    alice.says("g", "after the lie");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("after the lie");
  }

  @Test
  void whatComesWhileTheTreeIsFetchedIsReadAfterIt() throws Exception {
    everyTreeIsLarge();
    bob.disconnect();
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice);
    alice.says("g", "close behind");
    server.run(alice);
    server.gives = 4096;
    server.comes(bob);
    server.run(alice, bob);
    assertThat(bob.texts()).contains("close behind");
    assertThat(bob.told(Event.Unreadable.class)).isEmpty();
  }

  @Test
  void theTreeIsNeitherInTheWelcomeNorReadableAtTheServer() throws Exception {
    everyTreeIsLarge();
    group();
    byte[] tree = alice.state.groups().values().getFirst().group().ratchetTree();
    byte[] sealed = server.blobs.values().iterator().next();
    assertThat(sealed).hasSize(tree.length + 16);
    byte[] leafKey = alice.state.self().leafKey().bytes().toArray();
    assertThat(contains(tree, leafKey)).isTrue();
    assertThat(contains(sealed, leafKey)).isFalse();
    server.submitted.stream()
        .filter(s -> s.body() instanceof SubmissionBody.Commit)
        .forEach(s ->
            ((SubmissionBody.Commit) s.body())
                .welcomes()
                .forEach(w -> {
                  assertThat(w.welcome().size()).isLessThan(tree.length);
                  assertThat(contains(w.welcome().toArray(), leafKey)).isFalse();
                }));
  }

  // --- ---

  private void everyTreeIsLarge() {
    server.treeInWelcome = 1;
    alice = server.register("alice");
    bob = server.register("bob");
  }

  private void group() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(bob.state.groups().size()).isEqualTo(1);
  }

  private static UnaryOperator<byte[]> lie(String lie) {
    return switch (lie) {
      case "wrong bytes" ->
          bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
          };
      case "too long" -> bytes -> Arrays.copyOf(bytes, bytes.length + 1);
      case "cut" -> bytes -> Arrays.copyOf(bytes, bytes.length - 1);
      case "empty" -> _ -> new byte[0];
      default -> bytes -> bytes;
    };
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
