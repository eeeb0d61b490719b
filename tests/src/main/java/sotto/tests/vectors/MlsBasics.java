package sotto.tests.vectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.message.Commit;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.TreeMath;
import sotto.tests.vectors.Case.Mismatch;
import tools.jackson.databind.JsonNode;

/// The official vectors of what needs no group: tree mathematics, encodings, labelled functions.
final class MlsBasics {
  private MlsBasics() {}

  static void treeMath(Fields vector) throws Exception {
    long leaves = vector.number("n_leaves");
    Expect.equal("n_nodes", vector.number("n_nodes"), TreeMath.nodeCount(leaves));
    Expect.equal("the root", vector.number("root"), TreeMath.root(leaves).value());
    for (String field : List.of("left", "right", "parent", "sibling")) {
      long nodes = vector.required(field).size();
      Expect.equal("the nodes of " + field, vector.number("n_nodes"), nodes);
    }
    for (int i = 0; i < vector.number("n_nodes"); i++) {
      NodeIndex node = new NodeIndex(i);
      node("left of " + i, vector, "left", i, TreeMath.left(node));
      node("right of " + i, vector, "right", i, TreeMath.right(node));
      node("parent of " + i, vector, "parent", i, TreeMath.parent(node, leaves));
      node("sibling of " + i, vector, "sibling", i, TreeMath.sibling(node, leaves));
    }
  }

  private static void node(
      String what, Fields vector, String field, int index, Optional<NodeIndex> actual)
      throws Mismatch {
    JsonNode value = vector.required(field).path(index);
    Expect.equal(
        what, value.toString(), actual.map(node -> String.valueOf(node.value())).orElse("null"));
  }

  static void deserialization(Fields vector) throws Exception {
    byte[] header = vector.hex("vlbytes_header");
    int length = vector.integer("length");
    // A length is refused unless that much follows, so as much must follow.
    byte[] whole = Arrays.copyOf(header, header.length + length);
    Reader in = new Reader(whole);
    Expect.equal("the length", length, in.length());
    Expect.equal("the size of the header", header.length, in.position());
  }

  static void messages(Fields vector) throws Exception {
    message(vector, "mls_welcome", WireFormat.WELCOME);
    message(vector, "mls_group_info", WireFormat.GROUP_INFO);
    message(vector, "mls_key_package", WireFormat.KEY_PACKAGE);
    message(vector, "public_message_application", WireFormat.PUBLIC_MESSAGE);
    message(vector, "public_message_proposal", WireFormat.PUBLIC_MESSAGE);
    message(vector, "public_message_commit", WireFormat.PUBLIC_MESSAGE);
    message(vector, "private_message", WireFormat.PRIVATE_MESSAGE);
    // The tree of these vectors belongs to no suite in particular; any one decodes it.
    MlsTrees.decode(
        vector.hex("ratchet_tree"),
        new SuiteCrypto(CipherSuite.of(1).orElseThrow(), Product.crypto()));
    struct(vector, "group_secrets", GroupSecrets::decode);
    struct(vector, "commit", Commit::decode);
    for (ProposalKind kind : ProposalKind.values()) {
      byte[] body = vector.hex(kind.field);
      byte[] typed = WycheproofSymmetric.concat(new byte[] {0, (byte) kind.type}, body);
      Proposal proposal = ((Decoder<Proposal>) Proposal::decode).decodeAll(typed);
      Expect.equal(kind.field, kind.type, proposal.type());
      Expect.equal(kind.field, typed, proposal.encoded());
    }
  }

  /// The vectors have the bodies of proposals without the type before.
  private enum ProposalKind {
    ADD("add_proposal", 1),
    UPDATE("update_proposal", 2),
    REMOVE("remove_proposal", 3),
    PSK("pre_shared_key_proposal", 4),
    REINIT("re_init_proposal", 5),
    EXTERNAL_INIT("external_init_proposal", 6),
    EXTENSIONS("group_context_extensions_proposal", 7);

    private final String field;
    private final int type;

    ProposalKind(String field, int type) {
      this.field = field;
      this.type = type;
    }
  }

  private static void message(Fields vector, String field, WireFormat format) throws Exception {
    byte[] bytes = vector.hex(field);
    MlsMessage message = MlsMessage.decode(bytes);
    Expect.equal("the format of " + field, format, message.wireFormat());
    Expect.equal(field, bytes, message.toMessage());
    if (message instanceof PublicMessage known) {
      String content = "public_message_" + known.content().content().contentType();
      Expect.holds(field + " has its content type", field.equalsIgnoreCase(content));
    }
  }

  private static <T extends Encodable> void struct(Fields vector, String field, Decoder<T> decoder)
      throws Exception {
    byte[] bytes = vector.hex(field);
    Expect.equal(field, bytes, decoder.decodeAll(bytes).encoded());
  }

  static void cryptoBasics(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    Fields hash = vector.object("ref_hash");
    byte[] reference = crypto.refHash(hash.text("label"), hash.hex("value"));
    Expect.equal("RefHash", hash.hex("out"), reference);

    Fields expand = vector.object("expand_with_label");
    Secret expanded =
        crypto.expandWithLabel(
            secret(expand), expand.text("label"), expand.hex("context"), expand.integer("length"));
    Expect.equal("ExpandWithLabel", expand.hex("out"), expanded.copy());

    Fields derive = vector.object("derive_secret");
    Secret derived = crypto.deriveSecret(secret(derive), derive.text("label"));
    Expect.equal("DeriveSecret", derive.hex("out"), derived.copy());

    Fields tree = vector.object("derive_tree_secret");
    Secret treeSecret =
        crypto.deriveTreeSecret(
            secret(tree), tree.text("label"), tree.integer("generation"), tree.integer("length"));
    Expect.equal("DeriveTreeSecret", tree.hex("out"), treeSecret.copy());
    signature(crypto, vector.object("sign_with_label"));
    encryption(crypto, vector.object("encrypt_with_label"));
  }

  private static Secret secret(Fields vector) throws Mismatch {
    return Secret.owning(vector.hex("secret"));
  }

  private static void signature(SuiteCrypto crypto, Fields vector) throws Exception {
    VerificationKey verifier = crypto.verificationKey(vector.hex("pub"));
    String label = vector.text("label");
    byte[] content = vector.hex("content");
    crypto.verifyWithLabel(verifier, label, content, vector.hex("signature"));
    SigningKey signer =
        Product.crypto()
            .signingKey(Suites.signatureKeys(crypto, vector.hex("priv"), vector.hex("pub")));
    byte[] own = crypto.signWithLabel(signer, label, content, Product.RANDOM);
    crypto.verifyWithLabel(verifier, label, content, own);
    byte[] other =
        (new String(content, StandardCharsets.ISO_8859_1) + "x")
            .getBytes(StandardCharsets.ISO_8859_1);
    Expect.refused("another content", () -> crypto.verifyWithLabel(verifier, label, other, own));
  }

  private static void encryption(SuiteCrypto crypto, Fields vector) throws Exception {
    HpkeKeyPair keys = Suites.hpkeKeys(crypto, vector.hex("priv"));
    Expect.equal("the public key", vector.hex("pub"), keys.publicKey());
    String label = vector.text("label");
    byte[] context = vector.hex("context");
    byte[] plaintext = vector.hex("plaintext");
    HpkeCiphertext given = new HpkeCiphertext(vector.hex("kem_output"), vector.hex("ciphertext"));
    Expect.equal("the plaintext", plaintext, crypto.decryptWithLabel(keys, label, context, given));
    HpkeCiphertext own =
        crypto.encryptWithLabel(keys.publicKey(), label, context, plaintext, Product.RANDOM);
    Expect.equal(
        "the own plaintext", plaintext, crypto.decryptWithLabel(keys, label, context, own));
  }
}
