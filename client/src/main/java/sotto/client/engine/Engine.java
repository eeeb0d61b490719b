package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.client.Event;
import sotto.client.Preferences;
import sotto.client.engine.Link.Stage;
import sotto.client.engine.Link.Waiting;
import sotto.client.engine.Self.Phase;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.limits.Limits;

/// The client as a state machine: [#step] is a function of its arguments and nothing else.
public final class Engine {
  private final Cryptography cryptography;

  public Engine(Crypto crypto) {
    this(crypto, Limits.MAX_TREE_IN_WELCOME);
  }

  /// @param treeInWelcome the largest ratchet tree, in bytes, that goes into a Welcome
  public Engine(Crypto crypto, int treeInWelcome) {
    this.cryptography = Cryptography.of(crypto, treeInWelcome);
  }

  /// A new client of a new account, which only exists here so far.
  ///
  /// @param account the name or telephone number that it is to have
  public Step begin(InviteLink link, String account, Moment moment) {
    Crypto crypto = cryptography.crypto();
    RandomGenerator random = moment.random();
    byte[] client = new byte[Limits.CLIENT_ID];
    random.nextBytes(client);
    Self self =
        new Self(
            Phase.NEW,
            link.host(),
            link.port(),
            link.fingerprint(),
            Optional.empty(),
            account,
            Optional.empty(),
            ClientId.of(client),
            crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random),
            crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random),
            Optional.empty(),
            0,
            1,
            1,
            Instant.EPOCH,
            Preferences.DEFAULT);
    Turn turn = new Turn(State.of(self), moment, cryptography);
    turn.self(self);
    return turn.finished();
  }

  /// The state of a profile as its last finished step left it.
  public State load(State.Tables tables) throws MlsException {
    return State.load(tables, cryptography.crypto(), cryptography.settings());
  }

  public Step step(State state, Input input, Moment moment) {
    Turn turn = new Turn(state, moment, cryptography);
    try {
      take(turn, input);
    } catch (TroubleException e) {
      turn = refused(state, input, moment, e.trouble());
    } catch (MlsException e) {
      turn = refused(state, input, moment, Trouble.unreachable(e.getMessage()));
    }
    return pumped(turn);
  }

  private static void take(Turn turn, Input input) throws TroubleException, MlsException {
    switch (input) {
      case Input.Opened opened -> Login.opened(turn, opened);
      case Input.Closed closed -> Login.closed(turn, closed.reason());
      case Input.Received received -> reply(turn, received.reply());
      case Input.Garbage garbage -> throw new MlsException(garbage.reason());
      case Input.Tick _ -> {} // what is due is done after every input
      case Input.Ask ask -> Commands.ask(turn, ask.ticket(), ask.command());
    }
  }

  private static void due(Turn turn) {
    if (turn.state().retryAt().filter(at -> turn.isDue(at, Duration.ofMinutes(1))).isPresent()) {
      turn.retryAt(Optional.empty());
    }
  }

  /// What an input leads to that was refused: nothing of its own turn remains.
  private Turn refused(State state, Input input, Moment moment, Trouble trouble) {
    Turn turn = new Turn(state, moment, cryptography);
    switch (input) {
      case Input.Ask ask -> turn.failed(ask.ticket(), asked(trouble));
      case Input.Received received -> rejected(turn, received.reply(), trouble);
      case Input.Garbage _ when Unproved.is(turn) ->
          turn.effect(new Effect.Hangup(Unproved.garbage(turn)));
      case Input.Garbage _, Input.Opened _, Input.Closed _, Input.Tick _ ->
          turn.effect(new Effect.Hangup(strange(trouble)));
    }
    return turn;
  }

  /// A command that cannot be read is the person's to correct.
  private static Trouble asked(Trouble trouble) {
    return trouble.kind() == Trouble.Kind.UNREACHABLE ? Trouble.usage(trouble.sentence()) : trouble;
  }

  private static void rejected(Turn turn, ServerReply reply, Trouble trouble) {
    Optional<Waiting> question = turn.link().waiting().find(reply.request());
    if (question.isPresent() && question.get() instanceof Waiting.ForAnswer answer) {
      turn.link(turn.link().answered(reply.request()));
      Readmissions.postponed(turn, answer.address());
      Intents.unavailable(
          turn,
          answer.address(),
          Trouble.security("The server's answer was not believed: " + trouble.sentence()));
      return;
    }
    if (reply.frame() instanceof ServerFrame.Deliver deliver && turn.link().online()) {
      turn.effect(
          new Effect.Acknowledge(
              new Acknowledgement.Refused(
                  deliver.delivery().entry(), Acknowledgement.Reason.UNREADABLE)));
      return;
    }
    boolean lasting =
        trouble.kind() == Trouble.Kind.SECURITY || trouble.kind() == Trouble.Kind.REFUSED;
    if (lasting) {
      Login.halt(turn, trouble);
    }
    turn.effect(new Effect.Hangup(lasting ? trouble.sentence() : strange(trouble)));
  }

  private static String strange(Trouble trouble) {
    return "What answers does not speak Sotto as it should: " + trouble.sentence();
  }

  private static void reply(Turn turn, ServerReply reply) throws TroubleException, MlsException {
    Optional<Waiting> question = turn.link().waiting().find(reply.request());
    if (question.isPresent()) {
      turn.link(turn.link().answered(reply.request()));
    }
    if (Unproved.is(turn)) {
      Unproved.heard(turn, question, reply);
      return;
    }
    switch (reply.frame()) {
      case ServerFrame.Failed failed -> Failures.failed(turn, question, failed.refusal());
      case ServerFrame.Deliver deliver -> Inbox.deliver(online(turn), deliver.delivery());
      case ServerFrame.CaughtUp _ -> turn.link(online(turn).link().caught());
      case ServerFrame.Presence presence ->
          turn.passing(
              new Event.Presence(
                  0,
                  presence.address().toString(),
                  presence.online() ? Event.PresenceState.HERE : Event.PresenceState.AWAY));
      case ServerFrame.CurrentPolicy policy -> turn.link(turn.link().under(policy.policy()));
      case ServerFrame.Ending ending -> ending(turn, ending);
      case ServerFrame.TookOver _ ->
          turn.tell(n ->
              new Event.Notice(
                  n,
                  Optional.empty(),
                  "Another connection of this profile was open and has been ended."));
      case ServerFrame.LoggedIn loggedIn when answers(question, Waiting.ForLogin.class) ->
          Login.loggedIn(turn, loggedIn);
      case ServerFrame.CodeSent _ when question.orElse(null) instanceof Waiting.ForCode code ->
          Registering.codeSent(turn, code.ticket());
      case ServerFrame.Registered _ when answers(question, Waiting.ForRegistration.class) ->
          Registering.registered(turn);
      case ServerFrame.Stock stock -> {
        Stock.check(online(turn), stock.left());
        Registering.completed(turn);
      }
      case ServerFrame.Answer answer
          when question.orElse(null) instanceof Waiting.ForAnswer asked ->
          Directory.answered(turn, asked, answer);
      case ServerFrame.ListReplaced _ when answers(question, Waiting.ForList.class) -> {}
      case ServerFrame.Judged judged
          when question.orElse(null) instanceof Waiting.ForVerdict verdict ->
          Verdicts.judged(turn, verdict.outgoing(), judged.verdict());
      case ServerFrame.BlobProgress progress
          when question.orElse(null) instanceof Waiting.ForUpload upload ->
          Uploads.progressed(turn, upload, progress);
      case ServerFrame.BlobChunk chunk when question.orElse(null) instanceof Waiting.ForTree tree ->
          Downloads.arrived(turn, tree, chunk);
      case ServerFrame.ServerProof _,
          ServerFrame.LoggedIn _,
          ServerFrame.CodeSent _,
          ServerFrame.Registered _,
          ServerFrame.Answer _,
          ServerFrame.ListReplaced _,
          ServerFrame.Judged _,
          ServerFrame.BlobProgress _,
          ServerFrame.BlobChunk _ ->
          throw new MlsException("an answer came that nobody asked for.");
    }
  }

  private static boolean answers(Optional<Waiting> question, Class<? extends Waiting> kind) {
    return question.filter(kind::isInstance).isPresent();
  }

  private static Turn online(Turn turn) throws MlsException {
    if (turn.link().stage() != Stage.ONLINE) {
      throw new MlsException("something came before the login.");
    }
    return turn;
  }

  /// Rules 21: "A second connection of one client ends the first, and both are told."
  private static void ending(Turn turn, ServerFrame.Ending ending) {
    switch (ending.reason()) {
      case DISPLACED ->
          Login.halt(
              turn,
              Trouble.refused(
                  "Another copy of this profile has connected and took over: use only one."));
      case DRAINING -> turn.effect(new Effect.Hangup("The server is stopping."));
      case IDLE -> turn.effect(new Effect.Hangup("The server closed an idle connection."));
    }
  }

  /// Does all that can be done now, until nothing new comes of it.
  private static Step pumped(Turn turn) {
    due(turn);
    long before;
    do {
      before = turn.self().nextOutgoing();
      unpark(turn);
      if (turn.link().online()) {
        Founding.resume(turn);
        Receipts.pump(turn);
        Leaving.pump(turn);
        Rejoins.pump(turn);
        Intents.pump(turn);
        Healing.pump(turn);
        OwnList.renew(turn);
        Stock.renew(turn);
        Outbox.pump(turn);
      }
    } while (turn.self().nextOutgoing() != before);
    return turn.finished();
  }

  private static void unpark(Turn turn) {
    try {
      Inbox.pump(turn);
    } catch (MlsException e) {
      throw new IllegalStateException("An entry that was parked cannot be taken in.", e);
    }
  }
}
