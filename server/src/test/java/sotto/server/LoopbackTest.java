package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.Verdict;
import sotto.protocol.wire.Bytes;

/// The main job over real sockets: register, log in, submit, deliver, acknowledge.
class LoopbackTest {
  @TempDir Path data;

  @Test
  void messageSentWhileBobIsAwayArrivesWhenHeComesAndIsForgottenWhenHeAcknowledges()
      throws Exception {
    Running running = new Running();
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      Person bob = new Person("bob", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      bob.register(server, running.invite(data)).close();
      Bytes group = Posts.groupId();
      Peer a = alice.online(server);
      judged(a, Posts.create(1, group));
      judged(a, Posts.commit(2, group, 0, List.of(alice.who, bob.who)));
      Submission hello = Posts.application(3, group, 1, Posts.random(1000));
      assertThat(judged(a, hello)).isInstanceOf(Verdict.Accepted.class);
      try (Peer b = bob.online(server)) {
        Delivery delivery = b.next(ServerFrame.Deliver.class).delivery();
        assertThat(delivery.body()).isInstanceOf(DeliveryBody.Message.class);
        assertThat(((DeliveryBody.Message) delivery.body()).submission()).isEqualTo(hello.id());
        b.next(ServerFrame.CaughtUp.class);
        b.send(new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(delivery.entry()))));
        b.ask(new ClientFrame.GetPolicy(), ServerFrame.CurrentPolicy.class);
        // Live now.
        Submission more = Posts.application(4, group, 1, Posts.random(1000));
        a.send(Posts.submit(more));
        Delivery live = b.next(ServerFrame.Deliver.class).delivery();
        assertThat(((DeliveryBody.Message) live.body()).submission()).isEqualTo(more.id());
        b.send(new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(live.entry()))));
        // Answered after the acknowledgement was taken: bob's next login comes behind it.
        b.ask(new ClientFrame.GetPolicy(), ServerFrame.CurrentPolicy.class);
        assertThat(a.next(ServerFrame.Judged.class).submission()).isEqualTo(more.id());
      }
      try (Peer b = Peer.greeted(server)) {
        ServerFrame.LoggedIn again = b.ask(bob.login(b), ServerFrame.LoggedIn.class);
        assertThat(again.waiting()).isZero();
      }
      a.close();
    }
  }

  static Verdict judged(Peer peer, Submission submission) throws Exception {
    ServerFrame answer = peer.ask(Posts.submit(submission));
    assertThat(answer).isInstanceOf(ServerFrame.Judged.class);
    return ((ServerFrame.Judged) answer).verdict();
  }
}
