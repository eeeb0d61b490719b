package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.wire.Bytes;

/// A server whose folder was put back from a backup knows less than its clients.
class RestoredServerTest {
  @TempDir Path temporary;
  private final Running running = new Running();
  private final Person alice = new Person("alice", "localhost");
  private final Person bob = new Person("bob", "localhost");
  private final Person mallory = new Person("mallory", "localhost");
  private final Bytes group = Posts.groupId();

  @Tag("rule-8")
  @Test
  @Timeout(120)
  void aServerRestoredFromABackupFollowsTheEpochOfItsMembersAndOfNobodyElse() throws Exception {
    Path data = temporary.resolve("data");
    Path backup = temporary.resolve("backup");
    List<ClientAddress> roster = List.of(alice.who, bob.who);
    try (Server server = running.start(Running.settings(data))) {
      alice.register(server, running.invites.getFirst()).close();
      bob.register(server, running.invite(data)).close();
      mallory.register(server, running.invite(data)).close();
      try (Peer a = alice.online(server)) {
        LoopbackTest.judged(a, Posts.create(1, group));
        LoopbackTest.judged(a, Posts.commit(2, group, 0, roster));
      }
    }
    copy(data, backup);
    long highestSeen;
    try (Server server = running.start(Running.settings(data));
        Peer a = alice.online(server);
        Peer b = bob.online(server)) {
      // Rule 9: who has not been sent its queue may not commit.
      a.next(ServerFrame.CaughtUp.class);
      accepted(a, Posts.commit(3, group, 1, roster));
      accepted(a, Posts.commit(4, group, 2, roster));
      accepted(a, Posts.application(5, group, 3, Posts.random(100)));
      highestSeen = received(b, 3);
    }
    // The clock counts boots in tenths of a second.
    Thread.sleep(200);
    try (Server server = running.start(Running.settings(backup));
        Peer a = alice.online(server);
        Peer m = mallory.online(server)) {
      assertThat(LoopbackTest.judged(m, Posts.application(1, group, 9, Posts.random(100))))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.NOT_ON_ROSTER));
      accepted(a, Posts.application(6, group, 3, Posts.random(100)));
      try (Peer b = bob.online(server)) {
        assertThat(LoopbackTest.judged(b, Posts.application(1, group, 2, Posts.random(100))))
            .isInstanceOfSatisfying(
                Verdict.WrongEpoch.class, wrong -> assertThat(wrong.epoch()).isEqualTo(3));
        // Rule 9: who commits has been given all that came before.
        assertThat(received(b, 1)).as("no number is used twice").isGreaterThan(highestSeen);
        b.next(ServerFrame.CaughtUp.class);
        accepted(b, Posts.commit(2, group, 3, roster));
      }
      accepted(a, Posts.application(7, group, 4, Posts.random(100)));
    }
  }

  private static void accepted(Peer peer, Submission submission) throws Exception {
    assertThat(LoopbackTest.judged(peer, submission)).isInstanceOf(Verdict.Accepted.class);
  }

  /// Takes so many entries and acknowledges them; the number of the last.
  private static long received(Peer peer, int count) throws IOException {
    long last = 0;
    for (int i = 0; i < count; i++) {
      Delivery delivery = peer.next(ServerFrame.Deliver.class).delivery();
      last = delivery.entry();
      peer.send(new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(last))));
    }
    return last;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
