package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.tree.Credential;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

/// One member as the ratchet tree has it (RFC 9420 §7.2).
public record Member(LeafIndex index, LeafNode leaf) {
  public Member {
    allGiven("index leaf", index, leaf);
  }

  public Credential credential() {
    return leaf.credential();
  }

  public byte[] signatureKey() {
    return leaf.signatureKey();
  }
}
