package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;
import sotto.protocol.wire.Bytes;

/// The largest Commits there are, many at once, at a server with a heap of 256 MiB.
class LargeCommitsTest {
  private static final int CLIENTS = 8;
  private static final int NEARLY_16_MEBIBYTES = (16 << 20) - 4_096;

  @TempDir Path data;

  @Tag("rule-16")
  @Tag("invariant-9")
  @Test
  @Timeout(240)
  void eightCommitsOf16MebibytesAtOnceAreAllAcceptedInTheEndInASmallHeap() throws Exception {
    try (ServerInAProcess server = ServerInAProcess.start(data);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Verdict>> commits = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Person person = new Person("p" + i, "localhost");
        Submission large = prepare(server, person);
        commits.add(() -> commit(server, person, large));
      }
      for (Future<Verdict> verdict : threads.invokeAll(commits)) {
        assertThat(verdict.get()).isInstanceOf(Verdict.Accepted.class);
      }
    }
  }

  private static Submission prepare(ServerInAProcess server, Person person) throws Exception {
    try (Peer peer = server.greeted()) {
      peer.ask(person.registration(peer, new Admission.Open()), ServerFrame.Registered.class);
    }
    Bytes group = Posts.groupId();
    try (Peer peer = online(server, person)) {
      LoopbackTest.judged(peer, Posts.create(1, group));
    }
    Bytes message = Posts.message(group, 0, 3, Posts.random(NEARLY_16_MEBIBYTES));
    return new Submission(
        Posts.id(), 2, group, 0, new SubmissionBody.Commit(message, List.of(), person.alone()));
  }

  /// Submits it again, unchanged, as often as the connection ends instead.
  private static Verdict commit(ServerInAProcess server, Person person, Submission large)
      throws InterruptedException {
    while (true) {
      try (Peer peer = online(server, person)) {
        ServerFrame answer = peer.ask(new ClientFrame.Submit(large));
        return ((ServerFrame.Judged) answer).verdict();
      } catch (IOException busy) {
        Thread.sleep(50);
      }
    }
  }

  private static Peer online(ServerInAProcess server, Person person) throws IOException {
    Peer peer = server.greeted();
    peer.ask(person.login(peer), ServerFrame.LoggedIn.class);
    return peer;
  }
}
