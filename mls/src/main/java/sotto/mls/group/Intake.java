package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Welcome;

/// Takes a message to a group: out of its frame, and by its content to where it belongs.
record Intake(Group group, Instant now) {

  Received take(MlsMessage message) throws MlsException {
    allGiven("message now", message, now);
    MessageReader reader = new MessageReader(group.settings(), group.state(), group.messages());
    return switch (message) {
      case PrivateMessage sealed -> received(reader.read(sealed));
      case PublicMessage open -> received(reader.read(open));
      case Welcome _, GroupInfo _, KeyPackage _ ->
          throw new MlsException("That message is not for a group that was entered already.");
    };
  }

  private Received received(MessageReader.Read read) throws MlsException {
    return switch (read) {
      case MessageReader.Read.Own(var type, var epoch) -> new Received.OwnMessage(type, epoch);
      case MessageReader.Read.VerifiedPublic(var content) ->
          handshake(content, group.messages(), Consumed.NOTHING);
      case MessageReader.Read.Verified verified
          when verified.content().content().content() instanceof ApplicationData(byte[] data) ->
          new Received.ApplicationMessage(
              group.next(verified.messages()),
              verified.sender(),
              verified.content().content().epoch(),
              verified.generation(),
              data,
              verified.content().content().authenticatedData(),
              verified.consumed());
      case MessageReader.Read.Verified verified ->
          handshake(verified.content(), verified.messages(), verified.consumed());
    };
  }

  private Received handshake(AuthenticatedContent content, MessageState after, Consumed consumed)
      throws MlsException {
    return switch (content.content().content()) {
      case Proposal proposal -> {
        MessageState with =
            new ProposalReader(group.settings(), group.state(), now)
                .accept(content, proposal, after);
        yield new Received.ProposalMessage(
            group.next(with),
            content.content().sender(),
            proposal,
            ProposalReader.reference(group.state(), content),
            content.content().authenticatedData(),
            consumed);
      }
      case Commit commit -> {
        if (group.state().reinit().isPresent()) {
          throw new MlsException("The group is closed by a ReInit and has no further epochs.");
        }
        if (after.removed()) {
          throw new MlsException(
              "This client was removed; for it the group has no further epochs.");
        }
        yield switch (new CommitReader(group.settings(), group.state(), after, content, commit, now)
            .read()) {
          case CommitReader.Outcome.Next(var epoch, var fresh, var summary) ->
              new Received.CommitMessage(
                  group, new Group(group.settings(), epoch, fresh), summary, consumed, after);
          case CommitReader.Outcome.Removed(var summary) ->
              new Received.Removal(
                  group.next(after.withRemoval()), group.with(group.settings()), summary, consumed);
        };
      }
      case ApplicationData _ -> throw new MlsException("Application data came in no frame.");
    };
  }
}
