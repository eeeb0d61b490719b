package sotto.client.engine;

import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.client.engine.Self.Phase;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame.ServerProof;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.Registration;
import sotto.protocol.identity.SignedClientList;

/// A new account: its key signs the first client list and the registration itself.
final class Registering {
  private Registering() {}

  static void begin(Turn turn, State.Errand errand) throws TroubleException {
    switch (errand.command()) {
      case Command.RequestCode _ -> {
        Self self = turn.self();
        turn.send(
            new ClientFrame.RequestCode(self.me(), self.accountKey()),
            new Waiting.ForCode(errand.ticket()));
      }
      case Command.Register register when cutOff(turn, register.admission()) ->
          refused(
              turn,
              Trouble.usage(
                  "This link has no token, and the server admits only by invite: the invite was cut"
                      + " off in copying; take the whole of it."),
              turn.self().phase());
      case Command.Register register -> register(turn, register.admission());
      default -> throw TroubleException.usage("This is no registration.");
    }
  }

  /// An invite that ends before its token reads like the link of a server that needs none.
  private static boolean cutOff(Turn turn, Admission admission) {
    return admission instanceof Admission.Open
        && turn.link().proof().orElseThrow().registration() == Admission.INVITE;
  }

  private static void register(Turn turn, Admission admission) {
    Self self = turn.self();
    SignedClientList list = self.list().orElseGet(() -> firstList(turn));
    // What the server accepts must be what lies here, whatever happens in between.
    turn.self(self.listed(list).in(Phase.REGISTERING));
    ServerProof proof = turn.link().proof().orElseThrow();
    Registration registration =
        new Registration(
            turn.link().nonce().orElseThrow(),
            proof.nonce(),
            proof.server(),
            proof.tlsKey(),
            list.list(),
            admission);
    turn.send(
        new ClientFrame.Register(
            admission, list, registration.sign(turn.crypto().signer(self.accountKeys()))),
        new Waiting.ForRegistration());
  }

  private static SignedClientList firstList(Turn turn) {
    Self self = turn.self();
    ListedClient first = new ListedClient(self.client(), self.leafKey(), ListedClient.Role.KEEPER);
    return SignedClientList.sign(
        ClientList.first(self.me(), self.accountKey(), turn.now(), first),
        turn.crypto().signer(self.accountKeys()));
  }

  /// A server that is not open to anybody may still send a code.
  static void askForCode(Turn turn) {
    Self self = turn.self().in(Phase.NEW);
    turn.self(self);
    turn.state()
        .errand()
        .ifPresent(errand ->
            turn.send(
                new ClientFrame.RequestCode(self.me(), self.accountKey()),
                new Waiting.ForCode(errand.ticket())));
  }

  static void codeSent(Turn turn, long ticket) {
    turn.self(turn.self().in(Phase.PENDING));
    turn.errand(Optional.empty());
    turn.done(ticket, turn.self().me().toString());
  }

  static void registered(Turn turn) throws MlsException {
    Login.login(turn);
  }

  /// Logged in, and others can find KeyPackages: whoever waits for the registration hears so.
  static void completed(Turn turn) {
    turn.state()
        .errand()
        .ifPresent(errand -> turn.done(errand.ticket(), turn.self().me().toString()));
    turn.errand(Optional.empty());
  }

  /// The server said no; with another link, name or code it may say yes.
  static void refused(Turn turn, Trouble trouble, Phase before) {
    turn.self(turn.self().in(before));
    turn.state().errand().ifPresent(errand -> turn.failed(errand.ticket(), trouble));
    turn.errand(Optional.empty());
  }
}
