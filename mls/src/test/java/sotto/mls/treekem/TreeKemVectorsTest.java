package sotto.mls.treekem;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.Decoder;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.UpdatePath;
import tools.jackson.databind.JsonNode;

class TreeKemVectorsTest {
  private static final Decoder<UpdatePath> PATH = UpdatePath::decode;

  @Test
  void updatePathsAreReadAndWritten() throws Exception {
    for (JsonNode vector : Vectors.json("mls-implementations/test-vectors/treekem.json.gz")) {
      new Case(vector).run();
    }
  }

  private static final class Case {
    final JsonNode vector;
    final SuiteCrypto crypto;
    final RatchetTree tree;
    final byte[] groupId;
    final Map<LeafIndex, PrivateTree> members = new HashMap<>();
    final Map<LeafIndex, SigningKey> signers = new HashMap<>();

    Case(JsonNode vector) throws Exception {
      this.vector = vector;
      int id = vector.get("cipher_suite").asInt();
      this.crypto = new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
      this.tree = RatchetTreeCodec.decode(hex(vector, "ratchet_tree"), crypto, 1000);
      this.groupId = hex(vector, "group_id");
      for (JsonNode member : vector.get("leaves_private")) {
        LeafIndex index = new LeafIndex(member.get("index").asLong());
        PrivateTree keys =
            PrivateTree.of(
                index, crypto.hpke().keyPair(Secret.owning(hex(member, "encryption_priv"))));
        for (JsonNode node : member.get("path_secrets")) {
          NodeIndex at = new NodeIndex(node.get("node").asLong());
          keys =
              keys.with(
                  at.level(), PathKeys.nodeKey(crypto, Secret.owning(hex(node, "path_secret"))));
        }
        assertThat(keys.in(tree).keys()).isEqualTo(keys.keys());
        members.put(index, keys);
        signers.put(
            index,
            crypto
                .crypto()
                .signingKey(
                    crypto
                        .crypto()
                        .signatureKeyPair(
                            crypto.suite().signature(),
                            Secret.owning(hex(member, "signature_priv")))));
      }
    }

    byte[] context(byte[] treeHash) {
      return new GroupContext(
              crypto.suite().id(),
              new GroupId(groupId),
              vector.get("epoch").asLong(),
              treeHash,
              hex(vector, "confirmed_transcript_hash"),
              Extensions.NONE)
          .encoded();
    }

    void run() throws Exception {
      for (JsonNode expected : vector.get("update_paths")) {
        LeafIndex sender = new LeafIndex(expected.get("sender").asLong());
        UpdatePath path = PATH.decodeAll(hex(expected, "update_path"));
        PathReceiver receiver = PathReceiver.merge(tree, sender, path);
        assertThat(receiver.tree().treeHash()).isEqualTo(hex(expected, "tree_hash_after"));
        byte[] context = context(receiver.tree().treeHash());
        for (var member : members.values()) {
          if (!member.me().equals(sender)) {
            JsonNode secret = expected.get("path_secrets").get((int) member.me().value());
            assertThat(secret.isNull()).isFalse();
            var opened = receiver.open(member, context, List.of());
            assertThat(HexFormat.of().formatHex(opened.commitSecret().copy()))
                .isEqualTo(expected.get("commit_secret").asString());
            assertThat(opened.keys().in(receiver.tree()).keys()).isEqualTo(opened.keys().keys());
          }
        }
        send(sender);
      }
    }

    void send(LeafIndex sender) throws Exception {
      SecureRandom random = new SecureRandom();
      PathSender made =
          PathSender.start(
              tree,
              new LeafNode.Place(groupId, sender),
              tree.member(sender),
              Objects.requireNonNull(signers.get(sender)),
              random);
      byte[] context = context(made.tree().treeHash());
      UpdatePath path = PATH.decodeAll(made.seal(context, List.of(), random).encoded());
      PathReceiver receiver = PathReceiver.merge(tree, sender, path);
      assertThat(receiver.tree().treeHash()).isEqualTo(made.tree().treeHash());
      TreeValidation.verify(receiver.tree());
      for (var member : members.values()) {
        if (!member.me().equals(sender)) {
          assertThat(receiver.open(member, context, List.of()).commitSecret())
              .isEqualTo(made.commitSecret());
        }
      }
    }
  }
}
