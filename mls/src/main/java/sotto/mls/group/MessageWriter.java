package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.random.RandomGenerator;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentEncryption;
import sotto.mls.framing.ContentSignature;
import sotto.mls.framing.MembershipTag;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.FramedContent;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.RatchetType;
import sotto.mls.schedule.SecretTree;
import sotto.mls.schedule.Step;

/// Signs and frames what this client sends (RFC 9420 §6).
record MessageWriter(EpochState epoch, MessageState messages, RandomGenerator random) {

  /// @param messages the state with the message's key used up
  /// @param generation of that key; 0 where none was needed
  record Framed(MlsMessage message, MessageState messages, long generation, Consumed consumed) {}

  Sent protect(Group group, byte[] content, byte[] authenticatedData, Padding padding) {
    allGiven(
        "content authenticatedData padding random", content, authenticatedData, padding, random);
    group.uses().requireOpen(epoch, messages);
    // RFC 9420 §12.4: "A group member that has observed one or more valid proposals within an epoch
    // MUST send a Commit message before sending application data."
    if (!messages.proposals().isEmpty()) {
      throw new IllegalStateException("Proposals wait for a Commit; commit before sending.");
    }
    AuthenticatedContent signed =
        signed(new ApplicationData(content), authenticatedData, WireFormat.PRIVATE_MESSAGE);
    Framed framed = framed(signed, padding);
    // First what may be refused for its length, then what uses the group up.
    byte[] message = framed.message.toMessage();
    return new Sent(group.next(framed.messages), message, framed.generation, framed.consumed);
  }

  AuthenticatedContent signed(Content content, byte[] authenticatedData, WireFormat format) {
    FramedContent framed =
        new FramedContent(
            epoch.context().groupId(),
            epoch.epoch(),
            new Sender.Member(epoch.me()),
            BesideMessages.framed(epoch.context().extensions(), authenticatedData),
            content);
    return ContentSignature.sign(
        epoch.crypto(), epoch.signer(), format, framed, epoch.encodedContext(), random);
  }

  Framed framed(AuthenticatedContent content, Padding padding) {
    return switch (content.wireFormat()) {
      case PRIVATE_MESSAGE -> sealed(content, padding);
      case PUBLIC_MESSAGE ->
          new Framed(
              MembershipTag.protect(
                  epoch.crypto(), content, epoch.encodedContext(), epoch.secrets()),
              messages,
              0,
              Consumed.NOTHING);
      case WELCOME, GROUP_INFO, KEY_PACKAGE ->
          throw new IllegalArgumentException("That is no frame for content.");
    };
  }

  private Framed sealed(AuthenticatedContent content, Padding padding) {
    RatchetType type =
        content.content().content().contentType() == ContentType.APPLICATION
            ? RatchetType.APPLICATION
            : RatchetType.HANDSHAKE;
    Step<SecretTree> step = messages.secretTree().next(epoch.crypto(), epoch.me(), type);
    MlsMessage message =
        epoch
            .crypto()
            .together(() ->
                ContentEncryption.seal(
                    epoch.crypto(),
                    content,
                    step.key(),
                    epoch.secrets(),
                    padding::paddedLength,
                    random));
    return new Framed(
        message,
        sent(content.content().content(), message).with(step.next()),
        step.key().generation(),
        new Consumed(step.consumed()));
  }

  private MessageState sent(Content content, MlsMessage message) {
    SentMessages before = messages.sent();
    return switch (content) {
      case ApplicationData _ -> messages;
      case Proposal _ -> messages.with(before.with(SentMessages.Kind.PROPOSAL, hash(message)));
      case Commit _ -> messages.with(before.with(SentMessages.Kind.COMMIT, hash(message)));
    };
  }

  private byte[] hash(MlsMessage message) {
    return epoch.crypto().hash(message.encoded());
  }
}
