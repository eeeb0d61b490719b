package sotto.client.engine;

import java.util.Optional;
import sotto.client.engine.Link.Stage;
import sotto.client.engine.Link.Waiting;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;

/// What is said before the server's proof is nobody's word (rules 2): it refuses nothing, halts
/// nothing, and no sentence of it reaches a person. All that comes of it is that the connection
/// ends, for a reason in our own words.
final class Unproved {
  private Unproved() {}

  static boolean is(Turn turn) {
    Stage stage = turn.link().stage();
    return stage == Stage.DOWN || stage == Stage.GREETING;
  }

  static void heard(Turn turn, Optional<Waiting> question, ServerReply reply)
      throws TroubleException, MlsException {
    boolean answers = question.filter(Waiting.ForProof.class::isInstance).isPresent();
    if (answers && reply.frame() instanceof ServerFrame.ServerProof proof) {
      Login.proved(turn, proof);
      return;
    }
    turn.effect(new Effect.Hangup(place(turn) + why(reply.frame())));
  }

  /// What a person is told of bytes that are no frame, or not the one that was due.
  static String garbage(Turn turn) {
    return place(turn) + " does not speak Sotto as it should: check the address and the port.";
  }

  private static String place(Turn turn) {
    return "What answers at " + turn.self().host() + ":" + turn.self().port();
  }

  /// A genuine server, too, may turn a client away so early: the code says which sentence of ours
  /// is likely to help, and nothing more.
  private static String why(ServerFrame frame) {
    if (frame instanceof ServerFrame.Failed(var refusal)) {
      if (refusal.code() == ErrorCode.VERSION) {
        return " claims to speak another version of Sotto, and did not prove to be the server:"
            + " update the older one, or check the address and the port.";
      }
      return Failures.passes(refusal.code())
          ? " turned this client away for now, before it proved to be the Sotto server: try again"
              + " later."
          : " refused this client before it proved to be the Sotto server, so that its no does not"
              + " count: check the address and the port, or try another network.";
    }
    return frame instanceof ServerFrame.Ending
        ? " ended the connection before it proved to be the Sotto server: try again later."
        : " does not speak Sotto as it should: it did not prove first that it is the server.";
  }
}
