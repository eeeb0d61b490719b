package sotto.mls.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupInfo;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.LeafSignature;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;
import sotto.mls.treekem.TreeValidation;

/// Verifies a ratchet tree and the GroupInfo that vouches for it, before a group is entered (RFC
/// 9420 §12.4.3.1).
record TreeAdmission(Settings settings, SuiteCrypto crypto, Instant now) {
  private static final int LEAVES_A_TASK = 64;

  RatchetTree admit(GroupInfo info, Optional<byte[]> given) throws MlsException {
    RatchetTree tree =
        RatchetTreeCodec.decode(encodedTree(info, given), crypto, TreeAdmission.maxWidth(settings));
    if (tree.memberCount() > settings.bounds().maxMembers()) {
      throw new MlsException("The group has more members than are accepted.");
    }
    // "Verify that the tree hash of the ratchet tree matches the tree_hash field in GroupInfo."
    if (!Arrays.equals(tree.treeHash(), info.groupContext().treeHash())) {
      throw new MlsException("The ratchet tree is not the one that the GroupInfo names.");
    }
    // "Verify the signature on the GroupInfo object ... If the node is blank or if signature
    // verification fails, return an error."
    tree.member(info.signer());
    crypto.verifyWithLabel(
        tree.verificationKey(info.signer()), GroupInfo.LABEL, info.toBeSigned(), info.signature());
    AppDataDictionary.in(info.extensions());
    TreeValidation.verify(tree);
    checkLeaves(tree, info.groupContext().groupId().value());
    new LeafValidation(settings, crypto)
        .checkSenders(Extensions.NONE, info.groupContext().extensions());
    GroupValidation.check(tree.census(), info.groupContext().extensions());
    return tree;
  }

  private static int maxWidth(Settings settings) {
    return (int) Math.min(1L << 24, 4L * settings.bounds().maxMembers());
  }

  private byte[] encodedTree(GroupInfo info, Optional<byte[]> given) throws MlsException {
    return info.extensions()
        .find(ExtensionType.RATCHET_TREE)
        .map(extension -> extension.data())
        .or(() -> given)
        .orElseThrow(() -> new MlsException("The ratchet tree is neither inside nor beside."));
  }

  // "For each non-empty leaf node, validate the LeafNode".
  private void checkLeaves(RatchetTree tree, byte[] groupId) throws MlsException {
    LeafValidation validation = new LeafValidation(settings, crypto);
    List<LeafIndex> leaves = tree.leaves();
    for (LeafIndex index : leaves) {
      validation.checkContent(tree.member(index));
      validation.checkLifetime(tree.member(index), now, LeafValidation.Use.RECEIVED);
    }
    List<List<LeafIndex>> parts = new ArrayList<>();
    for (int from = 0; from < leaves.size(); from += LEAVES_A_TASK) {
      parts.add(leaves.subList(from, Math.min(leaves.size(), from + LEAVES_A_TASK)));
    }
    try {
      Shared.among(settings.executor(), parts, some -> checkSignatures(tree, groupId, some));
    } catch (BadLeaf bad) {
      throw new MlsException("A leaf of the tree is not signed by its member.", bad);
    }
  }

  private void checkSignatures(RatchetTree tree, byte[] groupId, List<LeafIndex> leaves) {
    for (LeafIndex index : leaves) {
      try {
        checkSignature(tree.member(index), new LeafNode.Place(groupId, index));
      } catch (MlsException e) {
        throw new BadLeaf(e);
      }
    }
  }

  private void checkSignature(LeafNode leaf, LeafNode.Place place) throws MlsException {
    LeafMemory memory = settings.leafMemory();
    // RFC 9420 §5.1: each cipher suite has its signature scheme. What one of them verified says
    // nothing in a group of another.
    byte[] suite = new Writer(Short.BYTES).uint16(crypto.suite().id()).toBytes();
    byte[] hash = crypto.hash(suite, leaf.toBeSigned(Optional.of(place)), leaf.signature());
    if (!memory.knows(hash)) {
      LeafSignature.verify(crypto, leaf, Optional.of(place));
      memory.remember(hash);
    }
  }

  /// Carries the checked exception out of a task.
  private static final class BadLeaf extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLeaf(MlsException cause) {
      super(cause);
    }
  }
}
