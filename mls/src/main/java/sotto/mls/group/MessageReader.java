package sotto.mls.group;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentEncryption;
import sotto.mls.framing.ContentSignature;
import sotto.mls.framing.MembershipTag;
import sotto.mls.framing.SenderData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupId;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.RatchetBounds;
import sotto.mls.schedule.RatchetType;
import sotto.mls.schedule.SecretTree;
import sotto.mls.schedule.Step;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTree;

/// Verifies and opens framed messages (RFC 9420 §6): who may send what in which frame, then tags,
/// ratchets and signatures.
record MessageReader(Settings settings, EpochState epoch, MessageState messages) {

  /// What came out of the frame; nothing of it is in force.
  sealed interface Read {
    record Own(ContentType type, long epoch) implements Read {}

    /// @param messages the state with the message's key used up
    record Verified(
        AuthenticatedContent content,
        MessageState messages,
        Member sender,
        long generation,
        Consumed consumed)
        implements Read {}

    /// From outside the group, or a public message of a member.
    record VerifiedPublic(AuthenticatedContent content) implements Read {}
  }

  private SuiteCrypto crypto() {
    return epoch.crypto();
  }

  private void checkGroup(GroupId groupId) throws MlsException {
    if (!groupId.equals(epoch.context().groupId())) {
      throw new MlsException("A message is for another group.");
    }
  }

  // --- public messages (RFC 9420 §6.2) ---

  Read read(PublicMessage message) throws MlsException {
    FramedContent framed = message.content();
    checkGroup(framed.groupId());
    // RFC 9420 §12.1, §12.4.2: the epoch must be "equal to the epoch field of the current
    // GroupContext object."
    if (framed.epoch() != epoch.epoch()) {
      throw new MlsException(otherEpoch(framed.epoch()));
    }
    // RFC 9420 §6: "Applications MUST use PrivateMessage to encrypt application messages".
    if (framed.content().contentType() == ContentType.APPLICATION) {
      throw new MlsException("Application data came as a public message.");
    }
    VerificationKey key = keyOf(framed);
    AuthenticatedContent content =
        MembershipTag.verify(crypto(), message, epoch.encodedContext(), epoch.secrets());
    ContentSignature.verify(crypto(), key, content, epoch.encodedContext());
    BesideMessages.check(epoch.context().extensions(), framed.authenticatedData());
    return framed.sender() instanceof Sender.Member(LeafIndex leaf) && leaf.equals(epoch.me())
        ? new Read.Own(framed.content().contentType(), framed.epoch())
        : new Read.VerifiedPublic(content);
  }

  /// The key that a public message must be signed with, if its sender may send such content.
  private VerificationKey keyOf(FramedContent framed) throws MlsException {
    return switch (framed.sender()) {
      case Sender.Member(LeafIndex leaf) -> {
        require(Policy.Allowance.PUBLIC_HANDSHAKE, "Public messages");
        yield epoch.tree().verificationKey(leaf);
      }
      case Sender.External(long index) -> {
        require(Policy.Allowance.EXTERNAL_SENDERS, "Proposals from outside");
        yield externalKey(index, framed.content());
      }
      case Sender.NewMemberProposal _ -> {
        require(Policy.Allowance.NEW_MEMBER_PROPOSALS, "Proposals of newcomers");
        // RFC 9420 §12.1.8: "new_member_proposal ... an Add proposal sent by the new joiner
        // itself".
        if (!(framed.content() instanceof Proposal.Add(var keyPackage))) {
          throw new MlsException("A newcomer proposes something other than to be added.");
        }
        yield crypto().verificationKey(keyPackage.leafNode().signatureKey());
      }
      case Sender.NewMemberCommit _ -> {
        require(Policy.Allowance.EXTERNAL_COMMITS, "External Commits");
        // RFC 9420 §12.4.3.2: "External Commits MUST contain a path field".
        if (!(framed.content() instanceof Commit commit) || commit.path().isEmpty()) {
          throw new MlsException("A newcomer sends something other than a Commit with a path.");
        }
        // "the signature ... MUST verify using the public key for the credential in the leaf_node
        // of
        // the path field."
        yield crypto().verificationKey(commit.path().get().leafNode().signatureKey());
      }
    };
  }

  private VerificationKey externalKey(long index, Content content) throws MlsException {
    // RFC 9420 §12.1.8: "Messages from external senders containing proposal types other than the
    // above
    // MUST be rejected as malformed."
    if (!(content instanceof Proposal proposal) || !mayComeFromOutside(proposal)) {
      throw new MlsException("An external sender sends what only members may.");
    }
    // RFC 9420 §12.1.8: "can only be used if the external_senders extension is present".
    List<ExternalSender> senders =
        epoch
            .context()
            .extensions()
            .find(ExtensionType.EXTERNAL_SENDERS, ExternalSender::decodeList)
            .orElse(List.of());
    if (index >= senders.size()) {
      throw new MlsException("An external sender is not on the group's list.");
    }
    return crypto().verificationKey(senders.get((int) index).signatureKey());
  }

  static boolean mayComeFromOutside(Proposal proposal) {
    return switch (proposal) {
      case Proposal.Add _,
          Proposal.Remove _,
          Proposal.PreSharedKey _,
          Proposal.ReInit _,
          Proposal.GroupContextExtensions _,
          Proposal.AppDataUpdate _,
          Proposal.AppEphemeral _ ->
          true;
      case Proposal.Update _, Proposal.ExternalInit _, Proposal.SelfRemove _, Proposal.Custom _ ->
          false;
    };
  }

  private void require(Policy.Allowance allowance, String what) throws MlsException {
    if (!settings.policy().allows(allowance)) {
      throw new MlsException(what + " are not allowed in this group.");
    }
  }

  // --- private messages (RFC 9420 §6.3) ---

  Read read(PrivateMessage message) throws MlsException {
    checkGroup(message.groupId());
    if (message.epoch() == epoch.epoch()) {
      BesideMessages.check(epoch.context().extensions(), message.authenticatedData());
      Opened opened =
          crypto()
              .together(() ->
                  open(
                      message,
                      epoch.encodedContext(),
                      epoch.tree(),
                      epoch.me(),
                      epoch.secrets(),
                      messages.secretTree()));
      return opened.read(messages::with);
    }
    Optional<PastEpoch> past =
        messages.past().stream().filter(old -> old.number() == message.epoch()).findFirst();
    if (past.isEmpty() || message.contentType() != ContentType.APPLICATION) {
      throw new MlsException(otherEpoch(message.epoch()));
    }
    PastEpoch old = past.get();
    BesideMessages.check(old.extensions(), message.authenticatedData());
    Opened opened =
        open(
            message,
            old.encodedContext(),
            old.tree(),
            old.me(),
            old.secretsOfEpoch(),
            old.secretTree());
    return opened.read(ratchets -> messages.with(old.with(ratchets)));
  }

  private String otherEpoch(long other) {
    return "A message is of epoch "
        + Long.toUnsignedString(other)
        + ", and the group is in "
        + Long.toUnsignedString(epoch.epoch())
        + ".";
  }

  private record Opened(
      PrivateMessage message,
      Optional<AuthenticatedContent> content,
      Optional<Step<SecretTree>> step,
      Optional<Member> sender) {

    Read read(Function<SecretTree, MessageState> after) {
      if (content.isEmpty()) {
        return new Read.Own(message.contentType(), message.epoch());
      }
      Step<SecretTree> used = step.orElseThrow();
      return new Read.Verified(
          content.get(),
          after.apply(used.next()),
          sender.orElseThrow(),
          used.key().generation(),
          new Consumed(used.consumed()));
    }
  }

  /// The key of an own message is gone, so it cannot be opened again; but who has not sent it is
  /// not told that it did, least of all of a Commit, which begins an epoch.
  private void checkOwn(PrivateMessage message, SenderData data, SecretTree ratchets)
      throws MlsException {
    RatchetType type = ratchet(message);
    if (data.generation() >= ratchets.generation(data.leaf(), type)
        || type == RatchetType.HANDSHAKE
            && !messages.sent().contains(crypto().hash(message.encoded()))) {
      throw new MlsException("A message in this client's name is not one that it sent.");
    }
  }

  private static RatchetType ratchet(PrivateMessage message) {
    return message.contentType() == ContentType.APPLICATION
        ? RatchetType.APPLICATION
        : RatchetType.HANDSHAKE;
  }

  private Opened open(
      PrivateMessage message,
      byte[] context,
      RatchetTree tree,
      LeafIndex me,
      EpochSecrets secrets,
      SecretTree ratchets)
      throws MlsException {
    SenderData data = ContentEncryption.openSender(crypto(), message, secrets);
    if (data.leaf().equals(me)) {
      checkOwn(message, data, ratchets);
      return new Opened(message, Optional.empty(), Optional.empty(), Optional.empty());
    }
    // RFC 9420 §6.3.2: "the recipient MUST verify that the leaf index indicated in the leaf_index
    // field
    // identifies a non-blank node."
    Member sender = new Member(data.leaf(), tree.member(data.leaf()));
    RatchetBounds bounds =
        new RatchetBounds(settings.bounds().maxForward(), settings.bounds().maxSkipped());
    Step<SecretTree> step =
        ratchets.at(crypto(), data.leaf(), ratchet(message), data.generation(), bounds);
    try {
      AuthenticatedContent content = ContentEncryption.open(crypto(), message, data, step.key());
      ContentSignature.verify(crypto(), tree.verificationKey(data.leaf()), content, context);
      return new Opened(message, Optional.of(content), Optional.of(step), Optional.of(sender));
    } catch (MlsException e) {
      step.discard();
      throw e;
    }
  }
}
