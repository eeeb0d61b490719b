package sotto.mls.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.schedule.DerivationTree.Node;
import sotto.mls.schedule.DerivationTree.Split;
import sotto.mls.schedule.DerivationTree.Tip;
import sotto.mls.schedule.DerivationTree.Whole;

/// How a [DerivationTree] is stored: one row for each secret or open leaf, under its node index
/// (RFC 9420 appendix C). Using one leaf again changes one row.
record StoredTree<T>(BiConsumer<Writer, T> writer, Decoder<T> decoder) {
  private static final int WHOLE = 0;
  private static final int TIP = 1;

  /// All rows, in the order of the nodes.
  SortedMap<Long, byte[]> rows(DerivationTree<T> tree) {
    SortedMap<Long, byte[]> rows = new TreeMap<>();
    collect(tree.root(), 0, tree.leaves(), rows);
    return rows;
  }

  /// The rows in which `later` differs from `earlier`, which it was derived from and whose secrets
  /// may be erased already. Shared parts are not looked into.
  TreeChanges changes(DerivationTree<T> earlier, DerivationTree<T> later) {
    Set<Long> before = new TreeSet<>();
    SortedMap<Long, byte[]> after = new TreeMap<>();
    differences(earlier.root(), later.root(), 0, later.leaves(), before, after);
    before.removeAll(after.keySet());
    return new TreeChanges(after, before);
  }

  DerivationTree<T> tree(int leaves, Map<Long, byte[]> rows) throws MlsException {
    if (leaves < 1 || Integer.bitCount(leaves) != 1 || leaves > 1 << 30) {
      throw new MlsException("A stored secret tree has an impossible size.");
    }
    Map<Long, byte[]> unused = new LinkedHashMap<>(rows);
    Node<T> root = node(0, leaves, unused);
    if (!unused.isEmpty()) {
      throw new MlsException("A stored secret tree has rows that overlap.");
    }
    return new DerivationTree<>(leaves, root);
  }

  private void collect(Node<T> node, int first, int width, Map<Long, byte[]> rows) {
    switch (node) {
      case Split<T>(Node<T> left, Node<T> right) -> {
        collect(left, first, width / 2, rows);
        collect(right, first + width / 2, width / 2, rows);
      }
      case Whole<T> _, Tip<T> _ -> rows.put(index(first, width), row(node));
    }
  }

  @SuppressWarnings("ReferenceEquality") // shared parts are known by identity
  private void differences(
      Node<T> earlier,
      Node<T> later,
      int first,
      int width,
      Set<Long> before,
      Map<Long, byte[]> after) {
    if (earlier == later) {
      return;
    }
    if (earlier instanceof Split<T>(Node<T> left, Node<T> right)
        && later instanceof Split<T>(Node<T> laterLeft, Node<T> laterRight)) {
      int half = width / 2;
      differences(left, laterLeft, first, half, before, after);
      differences(right, laterRight, first + half, half, before, after);
      return;
    }
    if (earlier instanceof Split<T>) {
      throw new IllegalArgumentException("The later tree does not come from the earlier one.");
    }
    before.add(index(first, width));
    collect(later, first, width, after);
  }

  private byte[] row(Node<T> node) {
    Writer out = new Writer();
    switch (node) {
      case Whole<T> whole -> StoredSecrets.write(out.uint8(WHOLE), whole.secret());
      case Tip<T> tip -> writer.accept(out.uint8(TIP), tip.value());
      case Split<T> _ -> throw new IllegalStateException("A split node has no row.");
    }
    return out.toBytes();
  }

  private Node<T> node(int first, int width, Map<Long, byte[]> rows) throws MlsException {
    byte[] row = rows.remove(index(first, width));
    if (row != null) {
      return decoded(row, width);
    }
    if (width == 1) {
      throw new MlsException("A stored secret tree lacks leaf " + first + ".");
    }
    return new Split<>(node(first, width / 2, rows), node(first + width / 2, width / 2, rows));
  }

  private Node<T> decoded(byte[] row, int width) throws MlsException {
    Decoder<Node<T>> node =
        in ->
            switch (in.uint8()) {
              case WHOLE -> new Whole<>(StoredSecrets.read(in));
              case TIP -> tip(in, width);
              default -> throw new MlsException("A stored secret tree has an unknown row.");
            };
    return node.decodeAll(row);
  }

  private Tip<T> tip(Reader in, int width) throws MlsException {
    if (width != 1) {
      throw new MlsException("A stored secret tree has a leaf above the leaves.");
    }
    return new Tip<>(decoder.decode(in));
  }

  /// RFC 9420 appendix C: the node above `width` leaves from `first` on.
  private static long index(int first, int width) {
    return 2L * first + width - 1;
  }
}
