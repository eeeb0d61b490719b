package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentSignature;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupId;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;

/// Proposals of those who are not members (RFC 9420 §12.1.8). The results are the bytes of
/// MLSMessages. What every member would refuse is refused here at once; the rest shows there.
public final class ExternalProposal {
  private static final byte[] NOTHING = new byte[0];

  private ExternalProposal() {}

  /// From one whom the `external_senders` extension lists.
  ///
  /// @param epoch the group's present one
  /// @param index its place in that list, from 0
  /// @throws MlsException when the two keys of `keys` do not belong together (RFC 9420 §5.1.2)
  /// @throws IllegalArgumentException when the proposal's type is a member's or GREASE's
  public static byte[] ofSender(
      SuiteCrypto crypto,
      GroupId groupId,
      long epoch,
      long index,
      SignatureKeyPair keys,
      Proposal proposal,
      RandomGenerator random)
      throws MlsException {
    allGiven("crypto groupId keys proposal random", crypto, groupId, keys, proposal, random);
    return ofSender(crypto, groupId, epoch, index, keys, proposal, NOTHING, random);
  }

  /// The same with data beside it in clear, which a group with the component `safe_aad` wants to be
  /// a [sotto.mls.message.SafeAad].
  ///
  /// @throws MlsException when the two keys of `keys` do not belong together (RFC 9420 §5.1.2)
  /// @throws IllegalArgumentException when the proposal's type is a member's or GREASE's
  public static byte[] ofSender(
      SuiteCrypto crypto,
      GroupId groupId,
      long epoch,
      long index,
      SignatureKeyPair keys,
      Proposal proposal,
      byte[] authenticatedData,
      RandomGenerator random)
      throws MlsException {
    allGiven(
        "crypto groupId keys proposal authenticatedData random",
        crypto,
        groupId,
        keys,
        proposal,
        authenticatedData,
        random);
    ProposalWriter.checkTypes(proposal);
    if (!MessageReader.mayComeFromOutside(proposal)) {
      throw new IllegalArgumentException(
          "A proposal of that type (%d) is a member's; an external sender may not send it."
              .formatted(proposal.type()));
    }
    FramedContent framed =
        new FramedContent(
            groupId, epoch, new Sender.External(index), authenticatedData.clone(), proposal);
    return sign(crypto, keys, framed, random);
  }

  /// From one who wants to be added.
  ///
  /// @param keys the signature key of the KeyPackage
  /// @throws MlsException when the two keys of `keys` do not belong together (RFC 9420 §5.1.2)
  /// @throws IllegalArgumentException when the KeyPackage's suite is not implemented, or its
  ///   signature key another
  public static byte[] toJoin(
      Crypto crypto,
      GroupId groupId,
      long epoch,
      KeyPackage keyPackage,
      SignatureKeyPair keys,
      RandomGenerator random)
      throws MlsException {
    allGiven("crypto groupId keyPackage keys random", crypto, groupId, keyPackage, keys, random);
    return toJoin(crypto, groupId, epoch, keyPackage, keys, NOTHING, random);
  }

  /// The same with data beside it in clear, which a group with the component `safe_aad` wants to be
  /// a [sotto.mls.message.SafeAad].
  ///
  /// @throws MlsException when the two keys of `keys` do not belong together (RFC 9420 §5.1.2)
  /// @throws IllegalArgumentException when the KeyPackage's suite is not implemented, or its
  ///   signature key another
  public static byte[] toJoin(
      Crypto crypto,
      GroupId groupId,
      long epoch,
      KeyPackage keyPackage,
      SignatureKeyPair keys,
      byte[] authenticatedData,
      RandomGenerator random)
      throws MlsException {
    allGiven(
        "crypto groupId keyPackage keys authenticatedData random",
        crypto,
        groupId,
        keyPackage,
        keys,
        authenticatedData,
        random);
    CipherSuite suite =
        CipherSuite.of(keyPackage.cipherSuite())
            .orElseThrow(() -> new IllegalArgumentException("The cipher suite is not known."));
    if (!Arrays.equals(keys.publicKey(), keyPackage.leafNode().signatureKey())) {
      throw new IllegalArgumentException(
          "The signature key is not the KeyPackage's; its owner signs.");
    }
    FramedContent framed =
        new FramedContent(
            groupId,
            epoch,
            new Sender.NewMemberProposal(),
            authenticatedData.clone(),
            new Proposal.Add(keyPackage));
    return sign(new SuiteCrypto(suite, crypto), keys, framed, random);
  }

  private static byte[] sign(
      SuiteCrypto crypto, SignatureKeyPair keys, FramedContent framed, RandomGenerator random)
      throws MlsException {
    AuthenticatedContent content =
        ContentSignature.sign(
            crypto,
            crypto.crypto().signingKey(keys),
            WireFormat.PUBLIC_MESSAGE,
            framed,
            NOTHING,
            random);
    return new PublicMessage(content.content(), content.auth(), Optional.empty()).toMessage();
  }
}
