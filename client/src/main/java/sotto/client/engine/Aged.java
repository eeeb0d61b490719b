package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.group.Member;
import sotto.mls.tree.LeafNode;
import sotto.protocol.identity.ClientAddress;

/// Leaves that a Commit of this client removed for nothing but their age, so that their owners may
/// rejoin (rules 22). Only the client that made the Commit knows why; whom an administrator removed
/// on purpose is not among them, with anybody.
final class Aged {
  private static final int MOST = 1024;

  private Aged() {}

  static String key(String group) {
    return "aged " + group;
  }

  static Optional<LeafNode> find(Turn turn, String group, ClientAddress who) {
    return leaves(turn, group).stream().filter(leaf -> who(leaf).equals(who)).findFirst();
  }

  static List<ClientAddress> all(Turn turn, String group) {
    return leaves(turn, group).stream().map(Aged::who).toList();
  }

  static void remember(Turn turn, String group, Member member) {
    List<LeafNode> leaves = new ArrayList<>(leaves(turn, group));
    leaves.removeIf(leaf -> who(leaf).equals(Identities.who(member)));
    leaves.add(member.leaf());
    store(turn, group, leaves.subList(Math.max(0, leaves.size() - MOST), leaves.size()));
  }

  /// @return whether it was among them
  static boolean forget(Turn turn, String group, ClientAddress who) {
    List<LeafNode> leaves = new ArrayList<>(leaves(turn, group));
    boolean found = leaves.removeIf(leaf -> who(leaf).equals(who));
    if (found) {
      store(turn, group, leaves);
    }
    return found;
  }

  private static void store(Turn turn, String group, List<LeafNode> leaves) {
    if (leaves.isEmpty()) {
      Spent.forget(turn, key(group));
    } else {
      Writer out = new Writer();
      out.vector(leaves, (w, leaf) -> w.opaque(leaf.encoded()));
      Spent.keep(turn, key(group), out.toBytes());
    }
  }

  private static List<LeafNode> leaves(Turn turn, String group) {
    Optional<byte[]> stored = Spent.find(turn, key(group));
    if (stored.isEmpty()) {
      return List.of();
    }
    try {
      return new Reader(stored.get()).vector(in -> LeafNode.decode(new Reader(in.opaque())));
    } catch (MlsException e) {
      throw new IllegalStateException("A stored leaf cannot be read.", e);
    }
  }

  private static ClientAddress who(LeafNode leaf) {
    try {
      return SelfProving.identity(leaf.credential()).who();
    } catch (MlsException e) {
      throw new IllegalStateException("A member's credential cannot be read.", e);
    }
  }
}
