package sotto.client.engine;

import java.util.Optional;
import sotto.client.Event;
import sotto.client.Event.ConnectionState;
import sotto.client.engine.Link.Stage;
import sotto.client.engine.Link.Waiting;
import sotto.client.engine.Self.Phase;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame.LoggedIn;
import sotto.protocol.frame.ServerFrame.ServerProof;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;
import sotto.protocol.limits.Limits;

/// Rules 2: the server proves itself first, with the TLS key that it shows; only then a name, token
/// or code is sent, and the client proves itself over the same nonces and key.
final class Login {
  private static final Trouble SILENT = Trouble.unreachable("The server has not answered yet.");

  private Login() {}

  static void opened(Turn turn, Input.Opened opened) {
    Nonce nonce = Nonce.of(turn.randomBytes(Limits.NONCE));
    // Why the last connection ended stays what a person is told until this one gets further.
    Trouble before = turn.link().why();
    String place = turn.self().host() + ":" + turn.self().port();
    Link greeting = Link.greeting(nonce, opened.tlsKey(), opened.keyExchange(), place);
    turn.link(turn.link().equals(Link.DOWN) ? greeting : greeting.saying(before));
    turn.send(new ClientFrame.Hello(Limits.VERSION, nonce), new Waiting.ForProof());
  }

  static void proved(Turn turn, ServerProof proof) throws TroubleException, MlsException {
    check(turn, proof);
    Self self = turn.self();
    if (self.server().isEmpty()) {
      turn.self(self.at(proof.server(), Address.of(self.account(), proof.name())));
    } else if (!self.me().host().equals(proof.name())) {
      throw TroubleException.security(
          "The server calls itself "
              + proof.name()
              + " and was "
              + self.me().host()
              + " before: ask its operator what happened.");
    }
    turn.link(turn.link().proved(proof));
    next(turn);
  }

  /// Refuses a server that is not the pinned one, or whose TLS key its identity key does not vouch
  /// for.
  private static void check(Turn turn, ServerProof proof) throws TroubleException {
    Self self = turn.self();
    ServerKey key = proof.server();
    if (!Fingerprint.of(key).equals(self.fingerprint())
        || self.server().filter(pinned -> !pinned.equals(key)).isPresent()) {
      throw TroubleException.security(
          "The server at "
              + self.host()
              + ":"
              + self.port()
              + " has another identity key than the invite named: nothing was sent to it. Ask its"
              + " operator whether the link is right, or whether the server moved.");
    }
    // Rules 2: "The client compares that hash with the certificate it was shown before it sends a
    // name, token or code".
    if (!turn.link().tlsKey().filter(proof.tlsKey()::equals).isPresent()) {
      throw TroubleException.security(
          "Somebody stands between this client and the server: the server vouches for another TLS"
              + " key. Nothing was sent; try another network.");
    }
    try {
      proof
          .statement(turn.link().nonce().orElseThrow())
          .verify(turn.crypto().check(), key.bytes(), proof.signature());
    } catch (MlsException e) {
      throw TroubleException.security(
          "The server did not prove its identity key: nothing was sent to it.");
    }
    if (proof.version() != Limits.VERSION) {
      throw TroubleException.refused(
          "Client and server speak no common version: update the older one.");
    }
  }

  /// After the proof: what this connection is for.
  static void next(Turn turn) throws TroubleException, MlsException {
    if (turn.link().stage() != Stage.PROVED) {
      return;
    }
    if (turn.state().errand().isPresent()) {
      Registering.begin(turn, turn.state().errand().get());
    } else if (turn.self().phase() == Phase.READY || turn.self().phase() == Phase.REGISTERING) {
      login(turn);
    }
  }

  static void login(Turn turn) {
    Self self = turn.self();
    Link link = turn.link();
    ServerProof proof = link.proof().orElseThrow();
    LoginClient statement =
        new LoginClient(
            link.nonce().orElseThrow(),
            proof.nonce(),
            self.who(),
            self.accountKey(),
            proof.server(),
            proof.tlsKey());
    Signature signature = statement.sign(turn.crypto().signer(self.leafKeys()));
    turn.link(link.in(Stage.LOGGING_IN));
    turn.send(new ClientFrame.Login(self.who(), signature), new Waiting.ForLogin());
  }

  static void loggedIn(Turn turn, LoggedIn answer) throws TroubleException {
    turn.link(turn.link().in(Stage.ONLINE).under(answer.policy()).saying(SILENT));
    turn.self(turn.self().in(Phase.READY));
    Spent.sweep(turn, answer.at());
    Removals.serverSays(turn, answer.at());
    OldCopy.check(turn, answer.highestNumber());
    Stock.check(turn, answer.stock());
    if (turn.link().asked(Waiting.ForStock.class) == 0) {
      Registering.completed(turn);
    }
    OwnList.check(turn, answer.listVersion());
    Readmissions.resume(turn);
    Presence.show(turn);
    turn.passing(
        new Event.Connection(
            0, ConnectionState.ONLINE, "Connected with " + turn.link().keyExchange() + "."));
  }

  /// The connection is gone: whoever waits for an answer that only it could bring hears so.
  static void closed(Turn turn, String reason) {
    if (turn.link().stage() == Stage.HALTED) {
      return;
    }
    // That it went, and that it could not be made at first; not each try in vain after that.
    boolean news = turn.link().stage() != Stage.DOWN || turn.link().equals(Link.DOWN);
    // A server that ended it with a refusal is there, and said no.
    Trouble said = turn.link().why();
    Trouble why = said.sentence().equals(reason) ? said : Trouble.unreachable(reason);
    turn.state().errand().ifPresent(errand -> turn.failed(errand.ticket(), why));
    turn.errand(Optional.empty());
    turn.link(Link.down(why));
    turn.unpark(Rows.empty()); // they come again
    if (news) {
      turn.passing(new Event.Connection(0, ConnectionState.OFFLINE, reason));
    }
  }

  /// The server took something: what it refused before, it may take now.
  static void served(Turn turn) {
    if (turn.link().why().kind() == Trouble.Kind.POSTPONED) {
      turn.link(turn.link().saying(SILENT));
    }
  }

  /// No more tries: everybody who waits hears why.
  static void halt(Turn turn, Trouble trouble) {
    turn.state().errand().ifPresent(errand -> turn.failed(errand.ticket(), trouble));
    turn.errand(Optional.empty());
    turn.link(Link.halted(trouble));
    turn.passing(new Event.Connection(0, ConnectionState.STOPPED, trouble.sentence()));
    turn.effect(new Effect.Halt(trouble));
  }
}
