package sotto.server.net;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Signature;
import sotto.protocol.limits.Limits;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Posting;
import sotto.server.delivery.Queue;

/// What one connection has said so far, and what may come next. Used on the connection's thread.
final class Dialogue {
  private static final int MOST_REFUSED_LOGINS = 3;

  private final Connection connection;
  private final Services services;
  private Optional<Nonces> nonces = Optional.empty();
  private Optional<Session> session = Optional.empty();
  private boolean loggingIn;
  private boolean toldCaughtUp;
  private int refusedLogins;
  private final AtomicReference<Optional<List<Address>>> shown =
      new AtomicReference<>(Optional.empty());

  /// Both sides' fresh randomness, and with it everything that is proved on this connection.
  record Nonces(Nonce client, Nonce server) {}

  record Session(ClientAddress who, Queue queue, long number) {}

  Dialogue(Connection connection, Services services) {
    this.connection = connection;
    this.services = services;
  }

  boolean isLoggedIn() {
    return session.isPresent();
  }

  void receive(byte[] message) {
    ClientRequest request;
    try {
      request = ClientRequest.decode(message);
    } catch (MlsException malformed) {
      connection.refuseConnection(ErrorCode.MALFORMED);
      return;
    }
    if (isAnswered(request.frame()) && !connection.asked(request.request(), message.length)) {
      connection.refuseConnection(ErrorCode.OUT_OF_ORDER);
      return;
    }
    switch (request.frame()) {
      case ClientFrame.Hello hello -> hello(request.request(), hello);
      case ClientFrame.GetPolicy policy ->
          connection.reply(request.request(), new ServerFrame.CurrentPolicy(services.policy()));
      case ClientFrame.Login login when ready() -> login(request.request(), login);
      case ClientFrame.RequestCode code when ready() ->
          new Registering(connection, services, nonces.get()).code(request.request(), code);
      case ClientFrame.Register register when ready() ->
          new Registering(connection, services, nonces.get()).register(request.request(), register);
      case ClientFrame frame when session.isPresent() ->
          member(request.request(), frame, message, session.get());
      case ClientFrame frame when isAnswered(frame) ->
          fail(request.request(), ErrorCode.OUT_OF_ORDER);
      case ClientFrame unanswered -> connection.tell(ServerFrame.Failed.of(ErrorCode.OUT_OF_ORDER));
    }
  }

  private static boolean isAnswered(ClientFrame frame) {
    return !(frame instanceof ClientFrame.Acknowledge || frame instanceof ClientFrame.ShowTo);
  }

  private boolean ready() {
    return nonces.isPresent() && session.isEmpty() && !loggingIn;
  }

  private void member(long request, ClientFrame frame, byte[] message, Session as) {
    switch (frame) {
      case ClientFrame.Submit submit -> submit(request, submit, message, as);
      case ClientFrame.Acknowledge acknowledge -> acknowledge(acknowledge, as);
      case ClientFrame.Lookup lookup ->
          new Directory(connection, services, as).lookup(request, lookup);
      case ClientFrame.PublishKeyPackages publish ->
          new Directory(connection, services, as).publish(request, publish);
      case ClientFrame.ReplaceClientList replace ->
          new Directory(connection, services, as).replaceList(request, replace);
      case ClientFrame.ShowTo show -> show(show, as);
      case ClientFrame.PutBlob put ->
          services.blobs().put(services.sequencer(), connection, request, as.who, put);
      case ClientFrame.GetBlob get ->
          services.blobs().get(services.sequencer(), connection, request, get);
      case ClientFrame.Hello repeated -> fail(request, ErrorCode.OUT_OF_ORDER);
      case ClientFrame.Login repeated -> fail(request, ErrorCode.OUT_OF_ORDER);
      case ClientFrame.RequestCode repeated -> fail(request, ErrorCode.OUT_OF_ORDER);
      case ClientFrame.Register repeated -> fail(request, ErrorCode.OUT_OF_ORDER);
      case ClientFrame.GetPolicy answered -> {}
    }
  }

  private void hello(long request, ClientFrame.Hello hello) {
    if (nonces.isPresent()) {
      connection.refuseConnection(ErrorCode.OUT_OF_ORDER);
      return;
    }
    if (hello.version() != Limits.VERSION) {
      fail(request, ErrorCode.VERSION);
      return;
    }
    byte[] fresh = new byte[Limits.NONCE];
    services.random().nextBytes(fresh);
    Nonces both = new Nonces(hello.nonce(), Nonce.of(fresh));
    nonces = Optional.of(both);
    services
        .crypto()
        .execute(() -> {
          ServerFrame.ServerProof proof = proof(both);
          connection.execute(() -> connection.reply(request, proof));
        });
  }

  /// Rule 2: the identity key vouches for the TLS key in use.
  private ServerFrame.ServerProof proof(Nonces both) {
    LoginServer statement =
        new LoginServer(
            Limits.VERSION,
            both.client,
            both.server,
            services.name(),
            services.identity().publicKey(),
            services.tlsKey(),
            services.admissions());
    Signature signature = statement.sign(services.identity());
    return new ServerFrame.ServerProof(
        Limits.VERSION,
        both.server,
        services.name(),
        services.identity().publicKey(),
        services.tlsKey(),
        services.admissions(),
        signature);
  }

  private void login(long request, ClientFrame.Login login) {
    String source = connection.source();
    if (!services.sources().take(source, System.currentTimeMillis())) {
      fail(request, ErrorCode.RATE);
      return;
    }
    loggingIn = true;
    new LoggingIn(connection, services, nonces.orElseThrow(), login, request).start(this, source);
  }

  void loggedIn(Session as) {
    loggingIn = false;
    session = Optional.of(as);
    services.metrics().logins.increment();
    connection.loggedIn();
  }

  void loginRefused(long request, ErrorCode why) {
    loggingIn = false;
    services.metrics().loginsRefused.increment();
    fail(request, why);
    if (++refusedLogins >= MOST_REFUSED_LOGINS) {
      connection.refuseConnection(ErrorCode.RATE);
    }
  }

  private void submit(long request, ClientFrame.Submit submit, byte[] message, Session as) {
    Posting posting;
    try {
      posting = Posting.of(submit.submission(), SubmissionDigest.of(message));
    } catch (MlsException differs) {
      // Rule 7: "refuses a submission whose outer fields differ".
      fail(request, ErrorCode.OUTER_FIELDS);
      return;
    }
    services.metrics().submissions.increment();
    LargeFrames.Held held = services.largeFrames().hold(message.length);
    connection.post(new Submitted(new Request(connection, request), as, posting, held));
  }

  private record Submitted(Request request, Session as, Posting posting, LargeFrames.Held held)
      implements Sequencer.Task {
    @Override
    public void run(Turn turn) {
      if (as.queue.session() == as.number) {
        turn.delivery.submit(as.queue, posting, turn.now(), request);
      }
      held.release();
    }

    @Override
    public int messages() {
      return 1;
    }

    @Override
    public void failed(ErrorCode why) {
      held.release();
      if (as.queue.session() == as.number) {
        as.queue.notJudged(posting);
      }
      Connection connection = request.connection();
      connection.execute(() -> connection.send(List.of(new Effect.Failed(request, why))));
    }
  }

  /// The next one replaces it, also while it still waits for the sequencer.
  private void show(ClientFrame.ShowTo show, Session as) {
    if (shown.getAndSet(Optional.of(show.addresses())).isEmpty()) {
      connection.post(turn ->
          shown
              .getAndSet(Optional.empty())
              .ifPresent(to -> Attendance.tell(turn, turn.presence.show(as.queue, to))));
    }
  }

  private void acknowledge(ClientFrame.Acknowledge acknowledge, Session as) {
    if (!connection.acknowledged(acknowledge.entries().size())) {
      connection.refuseConnection(ErrorCode.RATE);
      return;
    }
    connection.post(new Acknowledged(as, acknowledge.entries()));
  }

  private record Acknowledged(Session as, List<Acknowledgement> entries) implements Sequencer.Task {
    @Override
    public void run(Turn turn) {
      if (as.queue.session() == as.number) {
        turn.delivery.acknowledge(as.queue, entries, turn.now());
      }
    }

    /// So many entries go with as much work as one message comes.
    @Override
    public int messages() {
      return entries.size() / 16;
    }
  }

  /// Every entry that waited at login has been sent.
  void caughtUp() {
    if (!toldCaughtUp) {
      toldCaughtUp = true;
      connection.tell(new ServerFrame.CaughtUp());
    }
  }

  void pause() {
    session.ifPresent(as -> connection.post(turn -> turn.delivery.pause(as.queue, as.number)));
  }

  void resume() {
    session.ifPresent(as -> connection.post(turn -> turn.delivery.resume(as.queue, as.number)));
  }

  void closed() {
    session.ifPresent(as ->
        services
            .sequencer()
            .post(turn -> {
              if (turn.sessions.end(as.queue, connection)) {
                turn.delivery.disconnect(as.queue, as.number);
                Attendance.tell(turn, turn.presence.leave(as.queue));
              }
            }));
  }

  private void fail(long request, ErrorCode code) {
    connection.reply(request, ServerFrame.Failed.of(code));
  }
}
