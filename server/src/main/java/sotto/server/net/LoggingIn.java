package sotto.server.net;

import java.time.Instant;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.LoginClient;
import sotto.server.authentication.Decision;
import sotto.server.delivery.Queue;
import sotto.server.store.DamagedRowException;

/// One login: the client's keys are looked up, its proof is verified, its queue is opened.
record LoggingIn(
    Connection connection,
    Services services,
    Dialogue.Nonces nonces,
    ClientFrame.Login login,
    long request) {

  void start(Dialogue dialogue, String source) {
    services
        .sequencer()
        .post(
            new Sequencer.Task() {
              @Override
              public void run(Turn turn) {
                switch (turn.authentication.login(login.who())) {
                  case Decision.Known known -> verify(dialogue, source, known);
                  case Decision.Refused(ErrorCode why) -> refuse(dialogue, why);
                  case Decision other -> throw new IllegalStateException("not a login: " + other);
                }
              }

              @Override
              public void failed(ErrorCode why) {
                refuse(dialogue, why);
              }
            });
  }

  private void refuse(Dialogue dialogue, ErrorCode why) {
    connection.execute(() -> dialogue.loginRefused(request, why));
  }

  /// Rule 2: the client signed both nonces, its own names and keys, and the TLS key it was shown.
  private void verify(Dialogue dialogue, String source, Decision.Known known) {
    services
        .crypto()
        .execute(() -> {
          LoginClient statement =
              new LoginClient(
                  nonces.client(),
                  nonces.server(),
                  login.who(),
                  known.account(),
                  services.identity().publicKey(),
                  services.tlsKey());
          try {
            statement.verify(Identity::verifies, known.leaf().bytes(), login.signature());
          } catch (MlsException forged) {
            refuse(dialogue, ErrorCode.LOGIN_REFUSED);
            return;
          }
          services.sources().giveBack(source, System.currentTimeMillis());
          open(dialogue, known);
        });
  }

  private void open(Dialogue dialogue, Decision.Known known) {
    services
        .sequencer()
        .post(
            new Sequencer.Task() {
              @Override
              public void run(Turn turn) {
                Optional<Queue> queue = turn.delivery.queue(login.who());
                if (queue.isEmpty()) {
                  refuse(dialogue, withoutQueue(turn));
                } else {
                  begin(turn, dialogue, known, queue.get());
                }
              }

              @Override
              public void failed(ErrorCode why) {
                refuse(dialogue, why);
              }
            });
  }

  /// Every client on a list has a queue: it is off the list by now, or the queue's row is damaged,
  /// and then its operator may mend that.
  private ErrorCode withoutQueue(Turn turn) {
    if (turn.authentication.login(login.who()) instanceof Decision.Refused(ErrorCode why)) {
      return why;
    }
    throw new DamagedRowException("queue", "row " + login.who().address());
  }

  private void begin(Turn turn, Dialogue dialogue, Decision.Known known, Queue queue) {
    Optional<Connection> displaced = turn.sessions.begin(queue, connection);
    displaced.ifPresent(old -> {
      turn.presence.displaced(queue);
      old.execute(() -> old.end(ServerFrame.Ending.Reason.DISPLACED));
    });
    turn.delivery.connect(queue, turn.now());
    ServerFrame answer =
        new ServerFrame.LoggedIn(
            queue.highest(),
            Instant.ofEpochMilli(turn.now()),
            known.listVersion(),
            turn.delivery.keyPackages().stock(queue, turn.now()),
            turn.delivery.waiting(queue),
            services.policy());
    Dialogue.Session session = new Dialogue.Session(login.who(), queue, queue.session());
    connection.execute(() -> {
      dialogue.loggedIn(session);
      connection.reply(request, answer);
      if (displaced.isPresent()) {
        connection.tell(new ServerFrame.TookOver());
      }
    });
  }
}
