package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;
import sotto.protocol.wire.Bytes;

/// Invariant 5, attack V1: the server killed with SIGKILL while messages are in flight. Any number
/// of cycles with `-Dsotto.crashes=N`.
@Tag("invariant-5")
class CrashTest {
  private static final int CYCLES = Integer.getInteger("sotto.crashes", 3);
  private static final int MESSAGES = 400;

  @TempDir Path data;
  private final Random random = new Random();
  private final Person alice = new Person("alice", "localhost");
  private final Person bob = new Person("bob", "localhost");
  private final Bytes group = Posts.groupId();
  private final List<Submission> outbox = new ArrayList<>();
  private final List<SubmissionId> submitted = new ArrayList<>();
  private final Set<SubmissionId> received = new LinkedHashSet<>();
  private long number;

  @Test
  void nothingAcknowledgedIsLostAndNothingChangesItsOrder() throws Exception {
    Set<SubmissionId> accepted = new LinkedHashSet<>();
    try (ServerInAProcess server = ServerInAProcess.start(data)) {
      register(server, alice);
      register(server, bob);
      try (Peer a = login(server, alice)) {
        LoopbackTest.judged(a, Posts.create(++number, group));
        LoopbackTest.judged(a, Posts.commit(++number, group, 0, List.of(alice.who, bob.who)));
      }
    }
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      try (ServerInAProcess server = ServerInAProcess.start(data)) {
        accepted.addAll(send(server, random.nextInt(20, MESSAGES)));
      }
    }
    try (ServerInAProcess server = ServerInAProcess.start(data)) {
      outbox.clear();
      try (Peer b = login(server, bob)) {
        receive(b);
      }
    }
    assertThat(received).containsAll(accepted);
    // Verdicts may overtake each other; messages may not.
    List<SubmissionId> order = new ArrayList<>(received);
    order.retainAll(accepted);
    submitted.retainAll(accepted);
    assertThat(order).isEqualTo(submitted);
  }

  /// Sends until `stop` verdicts have come; some of it while bob listens, some while he is away.
  /// What has no verdict yet is submitted again, unchanged, in the next cycle.
  private List<SubmissionId> send(ServerInAProcess server, int stop) throws Exception {
    List<SubmissionId> accepted = new ArrayList<>();
    try (Peer a = login(server, alice)) {
      Thread listener = random.nextBoolean() ? listen(server) : new Thread(() -> {});
      for (Submission again : outbox) {
        a.send(Posts.submit(again));
      }
      while (accepted.size() < stop) {
        while (outbox.size() < 16) {
          Submission next = Posts.application(++number, group, 1, Posts.random(300));
          outbox.add(next);
          submitted.add(next.id());
          a.send(Posts.submit(next));
        }
        ServerFrame.Judged judged = a.next(ServerFrame.Judged.class);
        assertThat(judged.verdict()).isInstanceOf(Verdict.Accepted.class);
        accepted.add(judged.submission());
        outbox.removeIf(submission -> submission.id().equals(judged.submission()));
      }
      server.kill();
      listener.join();
    }
    return accepted;
  }

  private Thread listen(ServerInAProcess server) {
    return Thread.ofPlatform()
        .start(() -> {
          try (Peer b = login(server, bob)) {
            while (true) {
              take(b, b.next(ServerFrame.Deliver.class).delivery());
            }
          } catch (IOException killed) {
            Thread.yield();
          }
        });
  }

  private void receive(Peer b) throws IOException {
    while (true) {
      ServerFrame frame = b.next().frame();
      if (frame instanceof ServerFrame.Deliver deliver) {
        take(b, deliver.delivery());
      } else if (frame instanceof ServerFrame.CaughtUp) {
        return;
      }
    }
  }

  /// At least once on the wire, once in the history.
  private void take(Peer b, Delivery delivery) throws IOException {
    if (delivery.body() instanceof DeliveryBody.Message message) {
      synchronized (received) {
        received.add(message.submission());
      }
    }
    b.send(new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(delivery.entry()))));
  }

  private void register(ServerInAProcess server, Person person) throws IOException {
    try (Peer peer = server.greeted()) {
      peer.ask(person.registration(peer, new Admission.Open()), ServerFrame.Registered.class);
    }
  }

  private static Peer login(ServerInAProcess server, Person person) throws IOException {
    Peer peer = server.greeted();
    peer.ask(person.login(peer), ServerFrame.LoggedIn.class);
    return peer;
  }
}
