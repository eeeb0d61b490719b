package sotto.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static sotto.mls.Vectors.hex;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.ContentType;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.RatchetBounds;
import sotto.mls.schedule.RatchetType;
import sotto.mls.schedule.SecretTree;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import tools.jackson.databind.JsonNode;

/// message-protection.json: messages of the member at leaf 1 of a group of two.
class FramingVectorsTest {
  private static final LeafIndex SENDER = new LeafIndex(1);
  private static final RatchetBounds BOUNDS = new RatchetBounds(10, 10);
  private static final Decoder<Proposal> PROPOSAL = Proposal::decode;
  private static final Decoder<Commit> COMMIT = Commit::decode;

  /// Buffers are made in the size that is said, so that nothing is copied on the way of a message.
  @Test
  void whatIsSaidOfALengthIsTheLength() {
    FramedContent content =
        new FramedContent(
            new GroupId(new byte[32]),
            7,
            new Sender.Member(SENDER),
            new byte[5],
            new ApplicationData(new byte[100]));
    FramedContentTbs signed =
        new FramedContentTbs(WireFormat.PRIVATE_MESSAGE, content, new byte[70]);
    assertThat(signed.expectedBytes()).isEqualTo(signed.encoded().length);
    SenderData sender = new SenderData(SENDER, 9, new byte[SenderData.REUSE_GUARD_BYTES]);
    assertThat(sender.expectedBytes()).isEqualTo(sender.encoded().length);
  }

  @Test
  void messagesAreUnprotectedAndProtected() throws Exception {
    for (JsonNode vector :
        Vectors.json("mls-implementations/test-vectors/message-protection.json")) {
      Case given = new Case(vector);
      Proposal proposal = PROPOSAL.decodeAll(hex(vector, "proposal"));
      Commit commit = COMMIT.decodeAll(hex(vector, "commit"));
      ApplicationData data = new ApplicationData(hex(vector, "application"));
      given.checkPublic(proposal, hex(vector, "proposal_pub"));
      given.checkPublic(commit, hex(vector, "commit_pub"));
      given.checkPrivate(proposal, hex(vector, "proposal_priv"));
      given.checkPrivate(commit, hex(vector, "commit_priv"));
      given.checkPrivate(data, hex(vector, "application_priv"));
    }
  }

  private static final class Case {
    final SuiteCrypto crypto;
    final JsonNode vector;
    final byte[] context;
    final GroupId groupId;
    final EpochSecrets secrets;
    final SigningKey signer;

    Case(JsonNode vector) throws Exception {
      this.vector = vector;
      int id = vector.get("cipher_suite").asInt();
      this.crypto = new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
      this.groupId = new GroupId(hex(vector, "group_id"));
      this.context =
          new GroupContext(
                  id,
                  groupId,
                  vector.get("epoch").asLong(),
                  hex(vector, "tree_hash"),
                  hex(vector, "confirmed_transcript_hash"),
                  Extensions.NONE)
              .encoded();
      Secret none = Secret.zero(crypto.hashLength());
      Secret senderData = Secret.owning(hex(vector, "sender_data_secret"));
      Secret membership = Secret.owning(hex(vector, "membership_key"));
      this.secrets = new EpochSecrets(senderData, none, none, none, membership, none, none, none);
      this.signer =
          crypto
              .crypto()
              .signingKey(
                  crypto
                      .crypto()
                      .signatureKeyPair(
                          crypto.suite().signature(),
                          Secret.owning(hex(vector, "signature_priv"))));
    }

    void verify(AuthenticatedContent content) throws MlsException {
      ContentSignature.verify(
          crypto, crypto.verificationKey(hex(vector, "signature_pub")), content, context);
    }

    AuthenticatedContent signed(Content content, WireFormat format) {
      FramedContent framed =
          new FramedContent(
              groupId,
              vector.get("epoch").asLong(),
              new Sender.Member(SENDER),
              new byte[] {1, 2},
              content);
      AuthenticatedContent signed =
          ContentSignature.sign(crypto, signer, format, framed, context, new SecureRandom());
      return content.contentType() == ContentType.COMMIT
          ? signed.withConfirmationTag(new byte[crypto.hashLength()])
          : signed;
    }

    void checkPublic(Content raw, byte[] message) throws Exception {
      AuthenticatedContent content = opened((PublicMessage) MlsMessage.decode(message));
      assertThat(content.content().content().encoded()).isEqualTo(raw.encoded());
      PublicMessage own =
          MembershipTag.protect(crypto, signed(raw, WireFormat.PUBLIC_MESSAGE), context, secrets);
      assertThat(opened(own).content().content().encoded()).isEqualTo(raw.encoded());
      byte[] shortTag = new byte[crypto.hashLength() - 1];
      PublicMessage cut = new PublicMessage(own.content(), own.auth(), Optional.of(shortTag));
      assertThatExceptionOfType(MlsException.class).isThrownBy(() -> opened(cut));
    }

    AuthenticatedContent opened(PublicMessage message) throws MlsException {
      AuthenticatedContent content = MembershipTag.verify(crypto, message, context, secrets);
      verify(content);
      return content;
    }

    void checkPrivate(Content raw, byte[] message) throws Exception {
      AuthenticatedContent content = opened((PrivateMessage) MlsMessage.decode(message));
      assertThat(content.content().content().encoded()).isEqualTo(raw.encoded());
      PrivateMessage own =
          ContentEncryption.seal(
              crypto,
              signed(raw, WireFormat.PRIVATE_MESSAGE),
              tree().next(crypto, SENDER, type(raw.contentType())).key(),
              secrets,
              length -> length + 7,
              new SecureRandom());
      assertThat(opened(own).content().content().encoded()).isEqualTo(raw.encoded());
      checkExpectedBytes(own, content.auth());
      if (raw instanceof ApplicationData data) {
        checkExpectedBytes(data, content.content());
      }
    }

    /// What every message has fits its buffer.
    static void checkExpectedBytes(Encodable... values) {
      for (Encodable value : values) {
        assertThat(value.encoded()).hasSize(value.expectedBytes());
      }
    }

    AuthenticatedContent opened(PrivateMessage message) throws MlsException {
      SenderData data = ContentEncryption.openSender(crypto, message, secrets);
      assertThat(data.leaf()).isEqualTo(SENDER);
      var step =
          tree().at(crypto, data.leaf(), type(message.contentType()), data.generation(), BOUNDS);
      AuthenticatedContent content = ContentEncryption.open(crypto, message, data, step.key());
      verify(content);
      return content;
    }

    SecretTree tree() {
      return SecretTree.rooted(Secret.owning(hex(vector, "encryption_secret")), 2);
    }

    static RatchetType type(ContentType type) {
      return type == ContentType.APPLICATION ? RatchetType.APPLICATION : RatchetType.HANDSHAKE;
    }
  }
}
