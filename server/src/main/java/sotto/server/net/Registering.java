package sotto.server.net;

import java.time.Instant;
import java.util.function.Consumer;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Registration;
import sotto.server.authentication.AuthenticationService;
import sotto.server.authentication.Decision;

/// Codes and registrations of one connection.
record Registering(Connection connection, Services services, Dialogue.Nonces nonces) {

  void code(long request, ClientFrame.RequestCode wanted) {
    String source = connection.source();
    if (!services.sources().take(source, System.currentTimeMillis())) {
      connection.fail(request, ErrorCode.RATE);
      return;
    }
    post(
        request,
        turn -> {
          switch (turn.authentication.requestCode(
              wanted.address(), wanted.account(), source, turn.now(), turn.random)) {
            case Decision.CodeIssued issued ->
                turn.afterCommit(
                    new Answer(
                        connection,
                        request,
                        () -> {
                          services.codes().send(wanted.address(), issued.code());
                          return new ServerFrame.CodeSent(Instant.ofEpochMilli(issued.expires()));
                        }));
            case Decision.Refused(ErrorCode why) -> refuse(turn, request, why);
            case Decision other -> throw new IllegalStateException("not a code: " + other);
          }
        });
  }

  void register(long request, ClientFrame.Register register) {
    String source = connection.source();
    // Whoever guesses at invites or codes is slowed down; who succeeds is not counted.
    if (!services.sources().take(source, System.currentTimeMillis())) {
      connection.fail(request, ErrorCode.RATE);
      return;
    }
    services
        .crypto()
        .execute(() -> {
          if (genuine(register)) {
            post(request, turn -> admit(turn, request, register, source));
          } else {
            connection.fail(request, ErrorCode.SIGNATURE);
          }
        });
  }

  /// The account key signed the list, and means this registration on this connection.
  private boolean genuine(ClientFrame.Register register) {
    try {
      ClientList list = register.list().verified(Identity::verifies);
      new Registration(
              nonces.client(),
              nonces.server(),
              services.identity().publicKey(),
              services.tlsKey(),
              list,
              register.admission())
          .verify(Identity::verifies, list.account().bytes(), register.signature());
      return true;
    } catch (MlsException forged) {
      return false;
    }
  }

  private void admit(Turn turn, long request, ClientFrame.Register register, String source) {
    switch (turn.authentication.register(
        register.list(),
        register.admission(),
        connection.isLocal() ? AuthenticationService.THE_MACHINE_ITSELF : source,
        turn.now())) {
      case Decision.Registered registered -> {
        services.sources().giveBack(source, turn.now());
        registered.former().forEach(who -> Departure.of(turn, who, ErrorCode.ACCOUNT_RELEASED));
        registered.clients().forEach(turn.delivery::addClient);
        Instant at = Instant.ofEpochMilli(turn.now());
        turn.afterCommit(Answer.of(connection, request, new ServerFrame.Registered(at)));
      }
      case Decision.Refused(ErrorCode why) -> refuse(turn, request, why);
      case Decision other -> throw new IllegalStateException("not a registration: " + other);
    }
  }

  /// A refusal, too, waits until the try that it was is counted on the disk.
  private void refuse(Turn turn, long request, ErrorCode why) {
    turn.afterCommit(Answer.of(connection, request, ServerFrame.Failed.of(why)));
  }

  private void post(long request, Consumer<Turn> work) {
    services
        .sequencer()
        .post(
            new Sequencer.Task() {
              @Override
              public void run(Turn turn) {
                work.accept(turn);
              }

              @Override
              public void failed(ErrorCode why) {
                connection.fail(request, why);
              }
            });
  }
}
