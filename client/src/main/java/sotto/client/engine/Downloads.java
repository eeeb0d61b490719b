package sotto.client.engine;

import java.util.Arrays;
import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.mls.codec.MlsException;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.ServerFrame.BlobChunk;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.group.TreePointer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// The tree of a Welcome that does not hold it. Until it is here, the Welcome is not answered and
/// whatever else comes of that group waits; all that is known of it is in the question that is out.
final class Downloads {
  /// Trees that are fetched at once.
  private static final int AT_ONCE = 4;

  /// A server that answers in smaller pieces is keeping the client busy.
  private static final int LEAST_CHUNK = 4096;

  private Downloads() {}

  static boolean fetching(Turn turn, Bytes group) {
    return turn.link().waiting().values().stream()
        .anyMatch(w -> w instanceof Waiting.ForTree tree && tree.delivery().group().equals(group));
  }

  /// @return whether the Welcome waits for its tree now
  static boolean begun(Turn turn, Delivery delivery, DeliveryBody.Welcome body) {
    Optional<TreePointer> pointer = pointer(turn, body);
    if (pointer.isEmpty()) {
      return false;
    }
    if (turn.link().asked(Waiting.ForTree.class) >= AT_ONCE) {
      turn.effect(new Effect.Acknowledge(new Acknowledgement.Later(delivery.entry())));
    } else {
      ask(turn, new Waiting.ForTree(delivery, pointer.get(), new byte[0]));
    }
    return true;
  }

  private static void ask(Turn turn, Waiting.ForTree question) {
    turn.send(
        new ClientFrame.GetBlob(question.pointer().blob(), question.soFar().length), question);
  }

  /// Where the tree is; empty when it is inside, or when nothing of the Welcome can be read.
  private static Optional<TreePointer> pointer(Turn turn, DeliveryBody.Welcome body) {
    try {
      if (!(MlsMessage.decode(body.welcome().toArray()) instanceof Welcome welcome)) {
        return Optional.empty();
      }
      GroupInfo info =
          Welcomes.secrets(turn, Welcomes.mine(turn, welcome))
              .groupInfo(turn.crypto().settings(), welcome);
      Optional<Extension> beside = info.extensions().find(ExtensionTypes.TREE_POINTER);
      if (beside.isEmpty() || info.extensions().find(ExtensionType.RATCHET_TREE).isPresent()) {
        return Optional.empty();
      }
      TreePointer pointer = TreePointer.decode(beside.get().data());
      boolean sensible = pointer.size() > 0 && pointer.size() <= Limits.MAX_HANDSHAKE_MESSAGE;
      return sensible ? Optional.of(pointer) : Optional.empty();
    } catch (MlsException e) {
      return Optional.empty();
    }
  }

  static void arrived(Turn turn, Waiting.ForTree question, BlobChunk chunk) {
    TreePointer pointer = question.pointer();
    long rest = pointer.size() - question.soFar().length;
    boolean fits =
        chunk.blob().equals(pointer.blob())
            && chunk.total() == pointer.size()
            && chunk.offset() == question.soFar().length
            && chunk.chunk().size() <= rest
            && chunk.chunk().size() >= Math.min(rest, LEAST_CHUNK);
    if (!fits) {
      unread(turn, question, "the server gave out another tree than the one it names.");
      return;
    }
    byte[] soFar = Arrays.copyOf(question.soFar(), question.soFar().length + chunk.chunk().size());
    System.arraycopy(
        chunk.chunk().toArray(), 0, soFar, question.soFar().length, chunk.chunk().size());
    if (soFar.length < pointer.size()) {
      ask(turn, new Waiting.ForTree(question.delivery(), pointer, soFar));
      return;
    }
    try {
      byte[] tree = LargeTree.opened(pointer, soFar, turn.crypto().crypto());
      Inbox.welcome(turn, question.delivery(), Optional.of(tree));
    } catch (MlsException e) {
      unread(turn, question, e.getMessage());
    }
  }

  static void refused(Turn turn, Waiting.ForTree question, Refusal refusal) {
    if (refusal.code() == ErrorCode.BLOB_UNKNOWN) {
      unread(turn, question, "the server does not have its ratchet tree any more.");
    } else {
      long entry = question.delivery().entry();
      turn.effect(new Effect.Acknowledge(new Acknowledgement.Later(entry)));
    }
  }

  private static void unread(Turn turn, Waiting.ForTree question, String why) {
    Inbox.answer(turn, Welcomes.unopened(turn, question.delivery(), why));
  }
}
