package sotto.tests.vectors;

import sotto.mls.codec.Decoder;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentEncryption;
import sotto.mls.framing.ContentSignature;
import sotto.mls.framing.MembershipTag;
import sotto.mls.framing.SenderData;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.RatchetBounds;
import sotto.mls.schedule.RatchetType;
import sotto.mls.schedule.SecretTree;
import sotto.mls.schedule.Step;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// The official vectors of message protection (RFC 9420 §6): public and private, both ways.
final class MlsFraming {
  private static final LeafIndex SENDER = new LeafIndex(1);
  private static final RatchetBounds BOUNDS = new RatchetBounds(1000, 1000);

  private final Fields vector;
  private final SuiteCrypto crypto;
  private final byte[] context;
  private final EpochSecrets secrets;
  private final SigningKey signer;
  private final VerificationKey verifier;

  private MlsFraming(Fields vector) throws Exception {
    this.vector = vector;
    this.crypto = Suites.crypto(vector);
    this.context =
        new GroupContext(
                crypto.suite().id(),
                groupId(),
                vector.number("epoch"),
                vector.hex("tree_hash"),
                vector.hex("confirmed_transcript_hash"),
                Extensions.NONE)
            .encoded();
    Secret none = Secret.zero(crypto.hashLength());
    this.secrets =
        new EpochSecrets(
            Secret.owning(vector.hex("sender_data_secret")),
            none,
            none,
            none,
            Secret.owning(vector.hex("membership_key")),
            none,
            none,
            none);
    byte[] publicKey = vector.hex("signature_pub");
    this.signer =
        Product.crypto()
            .signingKey(Suites.signatureKeys(crypto, vector.hex("signature_priv"), publicKey));
    this.verifier = crypto.verificationKey(publicKey);
  }

  static void check(Fields vector) throws Exception {
    MlsFraming framing = new MlsFraming(vector);
    Decoder<Proposal> proposal = Proposal::decode;
    Decoder<Commit> commit = Commit::decode;
    framing.handshake("proposal", proposal.decodeAll(vector.hex("proposal")));
    framing.handshake("commit", commit.decodeAll(vector.hex("commit")));
    byte[] data = vector.hex("application");
    framing.privately("application", data, new ApplicationData(data));
    framing.refusesPublicApplication(data);
  }

  private GroupId groupId() throws Exception {
    return new GroupId(vector.hex("group_id"));
  }

  private void handshake(String kind, Content content) throws Exception {
    byte[] raw = vector.hex(kind);
    Expect.equal("the encoding of the " + kind, raw, content.encoded());
    AuthenticatedContent received =
        openPublic(Messages.read(vector.hex(kind + "_pub"), PublicMessage.class));
    Expect.equal("the public " + kind, raw, received.content().content().encoded());
    AuthenticatedContent signed = signed(WireFormat.PUBLIC_MESSAGE, content);
    PublicMessage own = MembershipTag.protect(crypto, signed, context, secrets);
    PublicMessage sent = Messages.read(own.toMessage(), PublicMessage.class);
    Expect.equal("the own public " + kind, raw, openPublic(sent).content().content().encoded());
    privately(kind, raw, content);
  }

  private AuthenticatedContent openPublic(PublicMessage message) throws Exception {
    AuthenticatedContent content = MembershipTag.verify(crypto, message, context, secrets);
    ContentSignature.verify(crypto, verifier, content, context);
    Expect.equal("the sender", new Sender.Member(SENDER), content.content().sender());
    return content;
  }

  private void privately(String kind, byte[] raw, Content content) throws Exception {
    PrivateMessage given = Messages.read(vector.hex(kind + "_priv"), PrivateMessage.class);
    Expect.equal("the private " + kind, raw, raw(openPrivate(given)));
    Step<SecretTree> step = secretTree().next(crypto, SENDER, ratchet(content.contentType()));
    PrivateMessage own =
        ContentEncryption.seal(
            crypto,
            signed(WireFormat.PRIVATE_MESSAGE, content),
            step.key(),
            secrets,
            length -> length,
            Product.RANDOM);
    PrivateMessage sent = Messages.read(own.toMessage(), PrivateMessage.class);
    Expect.equal("the own private " + kind, raw, raw(openPrivate(sent)));
  }

  /// Application data as it is, other content in its encoding.
  private static byte[] raw(AuthenticatedContent content) {
    Content inner = content.content().content();
    return inner instanceof ApplicationData application ? application.data() : inner.encoded();
  }

  private AuthenticatedContent openPrivate(PrivateMessage message) throws Exception {
    SenderData sender = ContentEncryption.openSender(crypto, message, secrets);
    Expect.equal("the sender", SENDER, sender.leaf());
    Step<SecretTree> step =
        secretTree()
            .at(crypto, SENDER, ratchet(message.contentType()), sender.generation(), BOUNDS);
    AuthenticatedContent content = ContentEncryption.open(crypto, message, sender, step.key());
    ContentSignature.verify(crypto, verifier, content, context);
    return content;
  }

  private SecretTree secretTree() throws Exception {
    return SecretTree.rooted(Secret.owning(vector.hex("encryption_secret")), 2);
  }

  private static RatchetType ratchet(ContentType type) {
    return switch (type) {
      case APPLICATION -> RatchetType.APPLICATION;
      case PROPOSAL, COMMIT -> RatchetType.HANDSHAKE;
    };
  }

  private AuthenticatedContent signed(WireFormat format, Content content) throws Exception {
    FramedContent framed =
        new FramedContent(
            groupId(), vector.number("epoch"), new Sender.Member(SENDER), new byte[0], content);
    AuthenticatedContent signed =
        ContentSignature.sign(crypto, signer, format, framed, context, Product.RANDOM);
    return content.contentType() == ContentType.COMMIT
        ? signed.withConfirmationTag(new byte[crypto.hashLength()])
        : signed;
  }

  /// "For the application message, instead verify that protecting as a PublicMessage fails".
  private void refusesPublicApplication(byte[] data) throws Exception {
    AuthenticatedContent signed = signed(WireFormat.PUBLIC_MESSAGE, new ApplicationData(data));
    Expect.refused(
        "application data in a public message",
        () -> MembershipTag.protect(crypto, signed, context, secrets));
  }
}
