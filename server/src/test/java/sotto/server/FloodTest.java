package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.wire.Bytes;

/// Clients that say more than anybody needs: the server neither keeps it nor works it off for ever.
@Tag("invariant-9")
class FloodTest {
  private static final int MIB = 1 << 20;

  @TempDir Path data;
  private final Running running = new Running();

  @Test
  @Timeout(60)
  void whoAsksWithoutReadingTheAnswersIsNotReadAnyMore() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Peer deaf = Peer.open(server, 8 * 1024);
      AtomicLong written = new AtomicLong();
      byte[] many = policies(1_000);
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (written.get() < 64 * MIB) {
                deaf.writeRaw(many);
                written.addAndGet(many.length);
              }
            } catch (IOException closed) {
              written.addAndGet(0);
            }
          });
      long before = -1;
      while (written.get() != before) {
        before = written.get();
        Thread.sleep(400);
      }
      assertThat(written.get()).isLessThan(64 * MIB);
      try (Peer other = Peer.greeted(server)) {
        assertThat(other.ask(new ClientFrame.GetPolicy()))
            .isInstanceOf(ServerFrame.CurrentPolicy.class);
      }
    }
  }

  private static byte[] policies(int count) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      frames.writeBytes(new byte[] {(byte) 0x82, (byte) 0x85, 0, 0, 0, 0, 13, 0, 0, 0, 1});
    }
    return frames.toByteArray();
  }

  @Tag("rule-13")
  @Test
  void whoAcknowledgesMoreThanWasPushedIsDisconnected() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      List<Acknowledgement> never = new ArrayList<>();
      for (int i = 0; i < 4096; i++) {
        never.add(new Acknowledgement.Stored(1 + 2L * i));
      }
      try (Peer peer = alice.online(server)) {
        peer.next(ServerFrame.CaughtUp.class);
        peer.send(new ClientFrame.Acknowledge(never));
        assertThat(peer.ask(new ClientFrame.GetPolicy()))
            .isInstanceOf(ServerFrame.CurrentPolicy.class);
        peer.send(new ClientFrame.Acknowledge(never.subList(0, 1)));
        assertThat(peer.next(ServerFrame.Failed.class).refusal().code()).isEqualTo(ErrorCode.RATE);
        assertThatThrownBy(peer::next).isInstanceOf(IOException.class);
      }
    }
  }

  @Tag("rule-16")
  @Test
  void aQueueOfLargeCommitsIsReadOutAFewAtATimeAndWhole() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      Person bob = new Person("bob", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      bob.register(server, running.invite(data)).close();
      Bytes group = Posts.groupId();
      List<Bytes> sent = new ArrayList<>();
      try (Peer a = alice.online(server)) {
        LoopbackTest.judged(a, Posts.create(1, group));
        LoopbackTest.judged(a, Posts.commit(2, group, 0, List.of(alice.who, bob.who)));
        for (int i = 1; i <= 7; i++) {
          var commit =
              Posts.commit(2 + i, group, i, List.of(alice.who, bob.who), 200_000 + i * 100_000);
          LoopbackTest.judged(a, commit);
          sent.add(commit.id().bytes());
        }
      }
      try (Peer b = bob.online(server)) {
        for (Bytes id : sent) {
          Delivery delivery = b.next(ServerFrame.Deliver.class).delivery();
          assertThat(((DeliveryBody.Message) delivery.body()).submission())
              .extracting(submission -> submission.bytes())
              .isEqualTo(id);
        }
        b.next(ServerFrame.CaughtUp.class);
      }
    }
  }
}
