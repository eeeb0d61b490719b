package sotto.tests.interop;

import java.util.List;
import sotto.tests.interop.Library.Member;

/// Where a peer is the one that is wrong: what a history keeps away from, and which refusals it
/// carries on after. docs/interop.md has the same list with more words.
final class KnownFaults {
  static final String SOTTO = "Sotto";
  static final String BOUNCY = "BouncyCastle";
  static final String TS = "ts-mls";

  private KnownFaults() {}

  static boolean is(Member member, String library) {
    return member.library().equals(library);
  }

  /// BouncyCastle and ts-mls: the top of a sender's filtered direct path is below the root, since
  /// the left half is blank.
  ///
  /// RFC 9420 §7.9: the parent hash is that of "the next node after P on the filtered direct path".
  static boolean leavesTheLeftHalfBlank(List<Integer> remaining) {
    int last = remaining.stream().mapToInt(Integer::intValue).max().orElse(0);
    return last > 0 && remaining.stream().noneMatch(l -> l < half(last));
  }

  private static int half(int lastLeaf) {
    return Integer.highestOneBit(lastLeaf);
  }

  /// What one Commit covers, by value and by reference.
  ///
  /// @param members of the group before it
  record Covered(int members, int added, int removed, int updated) {

    /// ts-mls leaves out the path of a Commit with a single Remove, or a single Update.
    ///
    /// RFC 9420 §12.4: "An UpdatePath is required to evict the removed member or the old appearance
    /// of the updated member."
    boolean hasPathOfTs() {
      return added + removed + updated == 0 || removed > 1 || updated > 1;
    }

    /// Where it makes a path it seals it to the keys of the tree before: to the former key of who
    /// proposed an Update, and to who is removed where a newcomer takes that leaf.
    ///
    /// RFC 9420 §12.4.1 has the tree made "by applying the list of proposals to the old ratchet
    /// tree" first; §7.5: "Any new member (from an Add proposal) added in the same Commit MUST be
    /// excluded from this resolution."
    private boolean isTooMuchForTs() {
      return updated > 0 || removed == 1 || removed > 1 && added > 0;
    }

    /// BouncyCastle ends with an IndexOutOfBoundsException when its Commit leaves it alone.
    ///
    /// RFC 9420 §12.4.1 makes no exception: the path is then a leaf without nodes.
    private boolean isTooMuchForBouncy() {
      return members + added - removed == 1;
    }
  }

  static boolean cannotCommit(Member member, Covered covered) {
    return switch (member.library()) {
      case TS -> covered.isTooMuchForTs();
      case BOUNCY -> covered.isTooMuchForBouncy();
      default -> false;
    };
  }

  /// BouncyCastle takes two PreSharedKeyIDs for the same when only their nonces differ.
  ///
  /// RFC 9420 §12.2 refuses "multiple PreSharedKey proposals that reference the same
  /// PreSharedKeyID", and the psk_nonce is a field of that (§8.4).
  static boolean takeForTheSame(List<Member> members, String psk, List<String> others) {
    return others.contains(psk) && members.stream().anyMatch(member -> is(member, BOUNCY));
  }

  /// ts-mls refuses a tree in which nodes above a leaf have different lists of unmerged leaves.
  ///
  /// RFC 9420 §12.4.3.1 asks only that nodes between contain the leaf.
  static boolean refusesUnmergedLeaves(Exception refusal) {
    return says(refusal, "must list leaf node in its unmerged_leaves");
  }

  /// BouncyCastle's newcomer takes the path secret that is not there for an empty one.
  ///
  /// RFC 9420 §12.4.3.1: "If the path_secret value is set in the GroupSecrets object".
  static boolean readsWithKeysOfNothing(Exception refusal) {
    return says(refusal, "mac check");
  }

  /// BouncyCastle takes no proposal to remove itself.
  ///
  /// RFC 9420 §12.1.3: a Remove is invalid if the field "does not identify a non-blank leaf node",
  /// and this one does. It is about to leave, so that nothing more follows.
  static boolean refusesItsOwnRemoval(Member member, Exception refusal) {
    return is(member, BOUNCY) && says(refusal, "Invalid proposal");
  }

  private static boolean says(Exception refusal, String words) {
    return String.valueOf(refusal.getMessage()).contains(words);
  }
}
