package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import sotto.mls.crypto.Secret;
import sotto.mls.message.ContentType;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;

/// What a message turned out to be (RFC 9420 §6).
public sealed interface Received {

  /// Application data (RFC 9420 §15). `group` is the state to store.
  ///
  /// @param sender as that epoch's tree has it
  /// @param epoch the epoch it was sent in; earlier than the group's if [Bounds#pastEpochs] allow
  /// @param generation which message of that sender in that epoch, from 0
  /// @param content without its padding
  /// @param authenticatedData what travelled in clear beside it
  record ApplicationMessage(
      Group group,
      Member sender,
      long epoch,
      long generation,
      byte[] content,
      byte[] authenticatedData,
      Consumed consumed)
      implements Received {
    public ApplicationMessage {
      allGiven(
          "group sender content authenticatedData consumed",
          group,
          sender,
          content,
          authenticatedData,
          consumed);
    }
  }

  /// A proposal (RFC 9420 §12.1). `group` is the state to store; it keeps it for a Commit.
  record ProposalMessage(
      Group group,
      Sender sender,
      Proposal proposal,
      ProposalRef reference,
      byte[] authenticatedData,
      Consumed consumed)
      implements Received {
    public ProposalMessage {
      allGiven(
          "group sender proposal reference authenticatedData consumed",
          group,
          sender,
          proposal,
          reference,
          authenticatedData,
          consumed);
    }
  }

  /// A Commit that is valid and not yet in force (RFC 9420 §12.4.2): look at it, then [#adopt] it,
  /// or leave it and [#erase] it. Until it is adopted the group is as it was.
  final class CommitMessage implements Received {
    private final Group base;
    private final Group next;
    private final CommitSummary summary;
    private final Consumed consumed;

    private final MessageState after;
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

    private enum Fate {
      OPEN,
      ADOPTED,
      ERASED
    }

    /// @param after what the message alone made of the state of `base`
    CommitMessage(
        Group base, Group next, CommitSummary summary, Consumed consumed, MessageState after) {
      this.base = base;
      this.next = next;
      this.summary = summary;
      this.consumed = consumed;
      this.after = after;
    }

    /// What the Commit does.
    public CommitSummary summary() {
      return summary;
    }

    /// Enters the new epoch.
    ///
    /// @throws IllegalStateException when the group has made another transition meanwhile, or this
    ///   was erased
    public Adopted adopt() {
      boolean first = fate.compareAndSet(Fate.OPEN, Fate.ADOPTED);
      if (fate.get() == Fate.ERASED) {
        throw new IllegalStateException(
            "This Commit was left and erased; process its message again to adopt it.");
      }
      try {
        List<Secret> used = new ArrayList<>(consumed.secrets());
        used.addAll(after.secrets());
        return Adopted.of(base, next, new Consumed(used));
      } catch (IllegalStateException e) {
        if (first) {
          fate.set(Fate.OPEN);
        }
        throw e;
      }
    }

    /// Leaves it: erases the keys of an epoch that is not entered, and none of the group's, which
    /// goes on as it was.
    ///
    /// @throws IllegalStateException when it was adopted: its keys are the group's then
    public void erase() {
      if (!fate.compareAndSet(Fate.OPEN, Fate.ERASED) && fate.get() == Fate.ADOPTED) {
        throw new IllegalStateException("This Commit was adopted; its keys are the group's.");
      }
      List<Secret> held = new ArrayList<>(HeldSecrets.of(next));
      held.addAll(consumed.secrets());
      held.addAll(after.secrets());
      HeldSecrets.without(held, base).forEach(Secret::erase);
    }
  }

  /// A Commit that removes this client. The group ends here: erase it, or store `group` while
  /// messages that come late are still to be read. Nothing can be sent in it any more (RFC 9420
  /// §12.4.2), also not by what is decoded from its bytes. The Commit is signed by a member, but
  /// what follows it cannot be known, nor its confirmation tag be checked.
  ///
  /// @param refused the group as it was, for an application that looks at the summary and does not
  ///   take this Commit, say because its sender may remove nobody: then `group` and `consumed` are
  ///   let go, and nothing of them is stored or erased
  record Removal(Group group, Group refused, CommitSummary summary, Consumed consumed)
      implements Received {
    public Removal {
      allGiven("group refused summary consumed", group, refused, summary, consumed);
    }
  }

  /// One of this client's own messages has come back (RFC 9420 §14). Nothing changes; an own Commit
  /// is adopted by [Group#adopt]. A proposal or a Commit is, bit for bit, one that was sent in this
  /// epoch. Of application data only their number is known: what is left of their key opens
  /// nothing, so that a member can send something else under it and have it taken for this client's
  /// here.
  record OwnMessage(ContentType contentType, long epoch) implements Received {
    public OwnMessage {
      given("contentType", contentType);
    }
  }
}
