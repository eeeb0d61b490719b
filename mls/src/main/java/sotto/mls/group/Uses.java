package sotto.mls.group;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import sotto.mls.codec.MlsException;
import sotto.mls.message.GroupId;

/// What a [Group] value was used for, which is no part of its state: its one transition, and which
/// groups were founded from its epoch (RFC 9420 §11.2, §11.3), by it and by the values before and
/// after it.
final class Uses {
  private final AtomicBoolean moved = new AtomicBoolean();
  private final Set<GroupId> founded;

  Uses() {
    this(ConcurrentHashMap.newKeySet());
  }

  private Uses(Set<GroupId> founded) {
    this.founded = founded;
  }

  /// Of another value of the same epoch.
  Uses ofNext() {
    return new Uses(founded);
  }

  void claim() {
    if (!moved.compareAndSet(false, true)) {
      throw usedUp();
    }
  }

  void requireUnused() {
    if (moved.get()) {
      throw usedUp();
    }
  }

  /// For what sends or adopts.
  void requireOpen(EpochState state, MessageState messages) {
    requireUnused();
    // RFC 9420 §12.4.2: "If the Commit included a ReInit proposal, the client MUST NOT use the
    // group to send messages anymore."
    if (state.reinit().isPresent()) {
      throw new IllegalStateException("The group was closed by a ReInit; go on in its successor.");
    }
    // RFC 9420 §12.4.2, of a Commit that removes a client: "the client cannot send any more
    // messages in the group".
    if (messages.removed()) {
      throw new IllegalStateException(
          "A Commit removed this client from the group; nothing more can be sent in it.");
    }
  }

  private static IllegalStateException usedUp() {
    return new IllegalStateException(
        "This group has made its one transition; go on with the group that it returned.");
  }

  /// What makes the first Commit of a group.
  interface Founding {
    Committed found() throws MlsException;
  }

  /// Once for each group id; one that failed may be tried again.
  Committed once(GroupId id, Founding founding) throws MlsException {
    if (!founded.add(id)) {
      throw new IllegalStateException(
          "A group of that id was founded from this one before; adopt that one's Commit.");
    }
    boolean done = false;
    try {
      Committed first = founding.found();
      done = true;
      return first;
    } finally {
      if (!done) {
        founded.remove(id);
      }
    }
  }
}
