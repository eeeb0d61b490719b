package sotto.tests.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Registration;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.server.authentication.AuthenticationStore.StoredAccount;
import sotto.server.authentication.Decision;
import sotto.server.delivery.KeyPackages;
import sotto.server.delivery.Posting;
import sotto.server.delivery.Queue;
import sotto.server.delivery.Ticket;
import sotto.server.store.QueueReader;

/// The server's end of one connection: what was said so far, and what each frame means.
final class ServerLine {
  private static final int REGISTRATION = 7;

  private final SimulatedServer server;
  private final Cable cable;
  private Optional<Nonces> nonces = Optional.empty();
  private Optional<Session> session = Optional.empty();
  private Optional<Runnable> onReady = Optional.empty();
  private long lastSubmission;
  private long unacknowledged;
  private boolean live;
  private boolean paused;
  private boolean told;
  private boolean ended;

  private record Nonces(Nonce client, Nonce server) {}

  private record Session(ClientAddress who, Queue queue, long number) {}

  /// A request of this connection.
  record Request(ServerLine line, long number) implements Ticket {}

  ServerLine(SimulatedServer server, Cable cable) {
    this.server = server;
    this.cable = cable;
    server.connected(this);
  }

  // --- out ---

  void reply(long request, ServerFrame frame) {
    if (ended) {
      return;
    }
    List<ServerFrame> said =
        session.isPresent() ? server.lies().instead(session.get().who, frame) : List.of(frame);
    for (ServerFrame one : said) {
      session.ifPresent(as -> server.heard(as.who, "gets", one));
      cable.toClient(
          server
              .lies()
              .bytes(
                  SimulatedServer.encoded(one.getClass() == frame.getClass() ? request : 0, one)));
    }
  }

  void deliver(Delivery delivery) {
    unacknowledged++;
    reply(0, new ServerFrame.Deliver(delivery));
    watchPace();
  }

  void deliver(QueueReader.Pending pending) {
    try {
      deliver(pending.delivery());
    } catch (MlsException e) {
      throw new AssertionError("The store holds what does not decode.", e);
    }
  }

  void caughtUp() {
    live = true;
    paused = false;
    if (!told) {
      told = true;
      reply(0, new ServerFrame.CaughtUp());
    }
  }

  /// Says something that the cores know nothing of.
  void inject(ServerFrame frame) {
    if (!ended) {
      cable.toClient(SimulatedServer.encoded(0, frame));
    }
  }

  /// A verdict on the submission that came last.
  void injectVerdict(SubmissionId id, Verdict verdict) {
    cable.toClient(SimulatedServer.encoded(lastSubmission, new ServerFrame.Judged(id, verdict)));
  }

  /// A failure in place of a verdict on the submission that came last.
  void injectFailure(ErrorCode code) {
    cable.toClient(SimulatedServer.encoded(lastSubmission, ServerFrame.Failed.of(code)));
  }

  void whenReady(Runnable next) {
    if (ready()) {
      next.run();
    } else {
      onReady = Optional.of(next);
    }
  }

  private boolean ready() {
    return unacknowledged < server.policy.of(Limit.PUSH_WINDOW);
  }

  private void watchPace() {
    if (session.isEmpty()) {
      return;
    }
    Session as = session.get();
    if (!ready()) {
      if (live && !paused) {
        paused = true;
        server.post(() -> server.delivery().pause(as.queue, as.number));
      }
      return;
    }
    Optional<Runnable> next = onReady;
    onReady = Optional.empty();
    next.ifPresent(Runnable::run);
    if (paused && unacknowledged <= server.policy.of(Limit.PUSH_WINDOW) / 2) {
      live = false;
      paused = false;
      server.post(() -> server.delivery().resume(as.queue, as.number));
    }
  }

  // --- its end ---

  void closed() {
    ended = true;
    server.gone(this);
    session.ifPresent(as ->
        server.post(() -> {
          if (server.end(as.queue, this)) {
            server.delivery().disconnect(as.queue, as.number);
            server.tell(server.presence().leave(as.queue));
          }
        }));
  }

  void serverDied() {
    ended = true;
    cable.serverDied();
  }

  private void end(ServerFrame last) {
    if (!ended) {
      reply(0, last);
      ended = true;
      cable.closedByServer();
      server.gone(this);
    }
  }

  // --- in ---

  void receive(byte[] frame) {
    if (ended) {
      return;
    }
    ClientRequest request;
    try {
      request = ClientRequest.decode(frame);
    } catch (MlsException e) {
      throw new AssertionError("A client sent what does not decode.", e);
    }
    long number = request.request();
    switch (request.frame()) {
      case ClientFrame.Hello hello -> hello(number, hello);
      case ClientFrame.GetPolicy _ -> reply(number, new ServerFrame.CurrentPolicy(server.policy));
      case ClientFrame.Login login -> login(number, login);
      case ClientFrame.RequestCode code -> server.post(() -> code(number, code));
      case ClientFrame.Register register -> register(number, register);
      case ClientFrame asked when session.isPresent() -> member(number, asked, session.get());
      case ClientFrame _ -> reply(number, ServerFrame.Failed.of(ErrorCode.OUT_OF_ORDER));
    }
  }

  private void hello(long number, ClientFrame.Hello hello) {
    byte[] fresh = new byte[Limits.NONCE];
    server.random.nextBytes(fresh);
    Nonce mine = Nonce.of(fresh);
    nonces = Optional.of(new Nonces(hello.nonce(), mine));
    LoginServer statement =
        new LoginServer(
            Limits.VERSION,
            hello.nonce(),
            mine,
            SimulatedServer.NAME,
            server.key,
            server.tlsKey,
            REGISTRATION);
    reply(
        number,
        new ServerFrame.ServerProof(
            Limits.VERSION,
            mine,
            SimulatedServer.NAME,
            server.key,
            server.tlsKey,
            REGISTRATION,
            statement.sign(server.signer)));
  }

  private void code(long number, ClientFrame.RequestCode wanted) {
    Decision decision =
        server
            .accounts()
            .requestCode(
                wanted.address(), wanted.account(), "here", server.millis(), server.random);
    server.promise(() -> {
      switch (decision) {
        case Decision.CodeIssued issued -> {
          server.codes.put(wanted.address(), issued.code());
          reply(number, new ServerFrame.CodeSent(Instant.ofEpochMilli(issued.expires())));
        }
        case Decision.Refused(ErrorCode why) -> reply(number, ServerFrame.Failed.of(why));
        case Decision other -> throw new IllegalStateException("not a code: " + other);
      }
    });
  }

  private void register(long number, ClientFrame.Register register) {
    Nonces both = nonces.orElseThrow();
    try {
      ClientList list = register.list().verified(server.check);
      new Registration(
              both.client, both.server, server.key, server.tlsKey, list, register.admission())
          .verify(server.check, list.account().bytes(), register.signature());
    } catch (MlsException e) {
      reply(number, ServerFrame.Failed.of(ErrorCode.SIGNATURE));
      return;
    }
    server.post(() -> {
      Decision decision =
          server.lies().givesAway(register.list().list().address())
              ? server.giveAway(register.list())
              : server
                  .accounts()
                  .register(register.list(), register.admission(), "", server.millis());
      if (decision instanceof Decision.Registered registered) {
        registered.clients().forEach(server.delivery()::addClient);
      }
      server.promise(() -> {
        switch (decision) {
          case Decision.Registered _ -> reply(number, new ServerFrame.Registered(server.now()));
          case Decision.Refused(ErrorCode why) -> reply(number, ServerFrame.Failed.of(why));
          case Decision other -> throw new IllegalStateException("no registration: " + other);
        }
      });
    });
  }

  private void login(long number, ClientFrame.Login login) {
    server.post(() -> {
      if (!(server.accounts().login(login.who()) instanceof Decision.Known known)) {
        reply(number, ServerFrame.Failed.of(ErrorCode.LOGIN_REFUSED));
        return;
      }
      Nonces both = nonces.orElseThrow();
      LoginClient statement =
          new LoginClient(
              both.client, both.server, login.who(), known.account(), server.key, server.tlsKey);
      try {
        statement.verify(server.check, known.leaf().bytes(), login.signature());
      } catch (MlsException e) {
        reply(number, ServerFrame.Failed.of(ErrorCode.LOGIN_REFUSED));
        return;
      }
      begin(number, login.who(), known);
    });
  }

  private void begin(long number, ClientAddress who, Decision.Known known) {
    Queue queue = server.delivery().queue(who).orElseThrow();
    Optional<ServerLine> displaced = server.begin(queue, this);
    displaced.ifPresent(old -> {
      server.presence().displaced(queue);
      old.end(new ServerFrame.Ending(ServerFrame.Ending.Reason.DISPLACED));
    });
    server.delivery().connect(queue, server.millis());
    session = Optional.of(new Session(who, queue, queue.session()));
    reply(
        number,
        new ServerFrame.LoggedIn(
            queue.highest(),
            server.now(),
            known.listVersion(),
            server.delivery().keyPackages().stock(queue, server.millis()),
            server.delivery().waiting(queue),
            server.policy));
    if (displaced.isPresent()) {
      reply(0, new ServerFrame.TookOver());
    }
  }

  private void member(long number, ClientFrame frame, Session as) {
    if (frame instanceof ClientFrame.Submit) {
      lastSubmission = number;
    }
    server.heard(as.who, "sends", frame);
    if (!server.lies().hears(as.who, frame)) {
      return;
    }
    switch (frame) {
      case ClientFrame.Submit submit -> submit(number, submit, as);
      case ClientFrame.Acknowledge acknowledge -> {
        unacknowledged = Math.max(0, unacknowledged - acknowledge.entries().size());
        watchPace();
        post(
            as,
            () -> server.delivery().acknowledge(as.queue, acknowledge.entries(), server.millis()));
      }
      case ClientFrame.Lookup lookup -> post(as, () -> lookup(number, lookup, as));
      case ClientFrame.PublishKeyPackages publish -> post(as, () -> publish(number, publish, as));
      case ClientFrame.ReplaceClientList replace -> post(as, () -> replace(number, replace, as));
      case ClientFrame.ShowTo show ->
          post(as, () -> server.tell(server.presence().show(as.queue, show.addresses())));
      case ClientFrame.PutBlob put ->
          post(
              as,
              () -> {
                ServerFrame answer = server.blobs.put(as.who.address(), put, server.millis());
                server.promise(() -> reply(number, answer));
              });
      case ClientFrame.GetBlob get -> post(as, () -> reply(number, server.blobs.get(get)));
      default -> reply(number, ServerFrame.Failed.of(ErrorCode.OUT_OF_ORDER));
    }
  }

  private void post(Session as, Runnable work) {
    server.post(() -> {
      if (as.queue.session() == as.number) {
        work.run();
      }
    });
  }

  private void submit(long number, ClientFrame.Submit submit, Session as) {
    Posting posting;
    try {
      posting = Posting.of(submit.submission());
    } catch (MlsException e) {
      reply(number, ServerFrame.Failed.of(ErrorCode.OUTER_FIELDS));
      return;
    }
    post(
        as,
        () ->
            server
                .delivery()
                .submit(as.queue, posting, server.millis(), new Request(this, number)));
  }

  private void publish(long number, ClientFrame.PublishKeyPackages publish, Session as) {
    ServerFrame answer =
        switch (server
            .delivery()
            .keyPackages()
            .publish(as.queue, publish.keyPackages(), publish.lastResort(), server.millis())) {
          case KeyPackages.Stocked(int stock) -> new ServerFrame.Stock(stock);
          case KeyPackages.Refused(ErrorCode why) -> ServerFrame.Failed.of(why);
        };
    server.promise(() -> reply(number, answer));
  }

  private void replace(long number, ClientFrame.ReplaceClientList replace, Session as) {
    ServerFrame answer =
        switch (server.accounts().replaceList(as.who.address(), replace.list())) {
          case Decision.ListReplaced replaced -> new ServerFrame.ListReplaced(replaced.version());
          case Decision.Refused(ErrorCode why) -> ServerFrame.Failed.of(why);
          case Decision other -> throw new IllegalStateException("not a list: " + other);
        };
    server.promise(() -> reply(number, answer));
  }

  private void lookup(long number, ClientFrame.Lookup lookup, Session as) {
    DirectoryEntry entry = server.lies().answer(as.who.address(), lookup.address(), entry(lookup));
    DirectoryAnswer answer =
        new DirectoryAnswer(server.key, lookup.nonce(), lookup.address(), server.now(), entry);
    server.promise(() ->
        reply(number, new ServerFrame.Answer(SignedDirectoryAnswer.sign(answer, server.signer))));
  }

  private DirectoryEntry entry(ClientFrame.Lookup lookup) {
    Optional<StoredAccount> account = server.accounts().account(lookup.address());
    if (account.isEmpty()) {
      return new DirectoryEntry.None();
    }
    List<ClientKeyPackage> taken = new ArrayList<>();
    if (lookup.wanted() != ClientFrame.Lookup.Wanted.LIST) {
      for (ListedClient client : account.get().list().list().clients()) {
        ClientAddress who = new ClientAddress(lookup.address(), client.client());
        server.delivery().keyPackages().take(who, server.millis()).ifPresent(taken::add);
        server.delivery().queue(who).ifPresent(this::warn);
      }
    }
    return new DirectoryEntry.Account(account.get().list(), List.of(), taken);
  }

  private void warn(Queue owner) {
    int left = server.delivery().keyPackages().stock(owner, server.millis());
    if (left < server.policy.of(Limit.KEY_PACKAGE_LOW)) {
      server
          .of(owner, owner.session())
          .ifPresent(line -> server.promise(() -> line.reply(0, new ServerFrame.Stock(left))));
    }
  }
}
