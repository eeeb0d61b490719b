package sotto.client.engine;

import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.client.engine.Self.Phase;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;

/// The server's no to a question, in place of an answer.
final class Failures {
  private Failures() {}

  static void failed(Turn turn, Optional<Waiting> question, Refusal refusal)
      throws TroubleException, MlsException {
    Trouble trouble = Verdicts.trouble(refusal);
    if (question.isEmpty()) {
      connection(turn, refusal, trouble);
      return;
    }
    switch (question.get()) {
      case Waiting.ForProof _ -> throw new MlsException("a proof was refused after it held.");
      case Waiting.ForLogin _ -> login(turn, refusal, trouble);
      case Waiting.ForCode _ -> Registering.refused(turn, trouble, Phase.NEW);
      case Waiting.ForRegistration _ -> registration(turn, refusal, trouble);
      case Waiting.ForStock _, Waiting.ForList _ -> {
        turn.link(turn.link().saying(Trouble.postponed(refusal.sentence())));
        Verdicts.postponed(turn);
      }
      case Waiting.ForAnswer answer -> {
        Readmissions.postponed(turn, answer.address());
        Intents.unavailable(turn, answer.address(), trouble);
      }
      case Waiting.ForUpload upload -> upload(turn, upload, refusal);
      case Waiting.ForTree tree -> Downloads.refused(turn, tree, refusal);
      case Waiting.ForVerdict verdict -> verdict(turn, verdict.outgoing(), refusal);
    }
  }

  /// About the connection as a whole: the server ends it.
  private static void connection(Turn turn, Refusal refusal, Trouble trouble) {
    switch (refusal.code()) {
      case CLIENT_REMOVED, ACCOUNT_RELEASED, LOGIN_REFUSED, VERSION -> Login.halt(turn, trouble);
      default -> turn.link(turn.link().saying(Trouble.postponed(trouble.sentence())));
    }
    turn.effect(new Effect.Hangup(trouble.sentence()));
  }

  private static void login(Turn turn, Refusal refusal, Trouble trouble) throws TroubleException {
    if (!passes(refusal.code())) {
      throw new TroubleException(trouble);
    }
    turn.link(turn.link().saying(Trouble.postponed(trouble.sentence())));
    turn.effect(new Effect.Hangup(trouble.sentence()));
  }

  /// The same again, later.
  static boolean passes(ErrorCode code) {
    return switch (code) {
      case RATE, UNAVAILABLE, STORAGE_FULL, INTERNAL -> true;
      default -> false;
    };
  }

  private static void registration(Turn turn, Refusal refusal, Trouble trouble) {
    Optional<Admission> admission =
        turn.state()
            .errand()
            .map(State.Errand::command)
            .filter(Command.Register.class::isInstance)
            .map(command -> ((Command.Register) command).admission());
    boolean open = admission.filter(Admission.Open.class::isInstance).isPresent();
    if (open && refusal.code() == ErrorCode.REGISTRATION_CLOSED) {
      Registering.askForCode(turn);
      return;
    }
    boolean byCode = admission.filter(Admission.ByCode.class::isInstance).isPresent();
    Registering.refused(turn, trouble, byCode ? Phase.PENDING : Phase.NEW);
  }

  private static void upload(Turn turn, Waiting.ForUpload upload, Refusal refusal) {
    switch (refusal.code()) {
      case RATE, UNAVAILABLE, STORAGE_FULL, INTERNAL -> Verdicts.postponed(turn);
      default -> Uploads.refused(turn, upload, refusal);
    }
  }

  private static void verdict(Turn turn, long seq, Refusal refusal) throws MlsException {
    switch (refusal.code()) {
      case RATE, UNAVAILABLE, STORAGE_FULL, INTERNAL -> {
        turn.link(turn.link().saying(Trouble.postponed(refusal.sentence())));
        Outbox.postponed(turn, seq);
      }
      default -> Verdicts.judged(turn, seq, new Verdict.Refused(refusal));
    }
  }
}
