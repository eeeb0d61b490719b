package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;
import sotto.protocol.wire.Bytes;
import sotto.server.net.RunningServer;

/// Attacks on durability, over real sockets: a disk that fails, and one that is full.
@Tag("invariant-5")
class DiskTest {
  @TempDir Path data;
  private final Running running = new Running();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Person alice = new Person("alice", "localhost");
  private final Person bob = new Person("bob", "localhost");
  private final Bytes group = Posts.groupId();

  @Test
  @Timeout(120)
  void afterAFailedFsyncNothingIsAcknowledgedAndTheServerEnds() throws Exception {
    RunningServer server = start();
    Peer a = conversation(server);
    broken.set(true);
    a.send(Posts.submit(Posts.application(3, group, 1, Posts.random(500))));
    assertThatThrownBy(() -> a.next(ServerFrame.Judged.class)).isInstanceOf(IOException.class);
    while (running.failures.isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(running.failures).singleElement().asString().contains("an injected fault");
  }

  @Test
  @Timeout(120)
  void aFullDiskRefusesBeforeItAcknowledgesAndTheServerRecoversByItself() throws Exception {
    try (RunningServer server = start();
        Peer a = conversation(server)) {
      server.onStore(store -> store.limitPages(store.pages() + 25));
      List<SubmissionId> accepted = new ArrayList<>();
      long number = 3;
      Submission last = Posts.application(number++, group, 1, Posts.random(2_000));
      ServerFrame answer = a.ask(Posts.submit(last));
      while (answer instanceof ServerFrame.Judged judged && accepted.size() < 500) {
        assertThat(judged.verdict()).isInstanceOf(Verdict.Accepted.class);
        accepted.add(last.id());
        last = Posts.application(number++, group, 1, Posts.random(2_000));
        answer = a.ask(Posts.submit(last));
      }
      assertThat(((ServerFrame.Failed) answer).refusal().code()).isEqualTo(ErrorCode.STORAGE_FULL);
      assertThat(accepted).isNotEmpty();
      assertThat(status(server, "/healthz")).startsWith("503 The disk of ").contains("is full");
      assertThat(status(server, "/metrics")).contains("\nsotto_disk_full 1\n");

      server.onStore(store -> store.limitPages(1_000_000));
      // The same submission, which has no verdict yet, and one more.
      Submission more = Posts.application(number, group, 1, Posts.random(2_000));
      for (Submission again : List.of(last, more)) {
        assertThat(LoopbackTest.judged(a, again)).isInstanceOf(Verdict.Accepted.class);
        accepted.add(again.id());
      }
      assertThat(received(server, accepted.size())).isEqualTo(accepted);
      // By itself, within seconds, whether or not anybody writes.
      while (!status(server, "/healthz").equals("200 ok\n")) {
        Thread.sleep(20);
      }
      assertThat(status(server, "/metrics"))
          .contains("\nsotto_disk_full 0\n")
          .contains("\nsotto_disk_free_bytes ");
      assertThat(running.failures).isEmpty();
    }
  }

  private static String status(RunningServer server, String path) throws Exception {
    URI page = URI.create("http://" + server.metricsAddress() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer =
          http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  private List<SubmissionId> received(RunningServer server, int count) throws IOException {
    List<SubmissionId> received = new ArrayList<>();
    long before = 0;
    try (Peer b = greeted(server)) {
      b.ask(bob.login(b), ServerFrame.LoggedIn.class);
      while (received.size() < count) {
        Delivery delivery = b.next(ServerFrame.Deliver.class).delivery();
        assertThat(delivery.entry()).isGreaterThan(before);
        before = delivery.entry();
        // The Commit that made the group is bob's first.
        if (delivery.body() instanceof DeliveryBody.Message message
            && !message.submission().equals(commit)) {
          received.add(message.submission());
        }
      }
    }
    return received;
  }

  private SubmissionId commit = Posts.id();

  private RunningServer start() throws ServerException {
    return RunningServer.start(
        Running.settings(data).registering(Registration.OPEN, 10),
        running,
        disk ->
            () -> {
              if (broken.get()) {
                throw new IOException("an injected fault");
              }
              disk.force();
            });
  }

  /// Alice and bob in one group, alice online.
  private Peer conversation(RunningServer server) throws Exception {
    for (Person person : List.of(alice, bob)) {
      try (Peer peer = greeted(server)) {
        peer.ask(person.registration(peer, new Admission.Open()), ServerFrame.Registered.class);
      }
    }
    Peer a = greeted(server);
    a.ask(alice.login(a), ServerFrame.LoggedIn.class);
    LoopbackTest.judged(a, Posts.create(1, group));
    Submission joining = Posts.commit(2, group, 0, List.of(alice.who, bob.who));
    commit = joining.id();
    LoopbackTest.judged(a, joining);
    return a;
  }

  private static Peer greeted(RunningServer server) throws IOException {
    Peer peer = Peer.open(server.host(), server.port(), 0);
    peer.greet();
    return peer;
  }
}
