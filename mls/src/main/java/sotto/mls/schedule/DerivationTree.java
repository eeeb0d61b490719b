package sotto.mls.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The tree of secrets of RFC 9420 §9, derived from its root where it is needed, and persistent: a
/// change copies the path to one leaf and shares the rest.
///
/// A node that is not opened holds its secret; one that is holds its children or, as a leaf, what
/// was made of its secret. So no secret is left from which a used one could be derived.
record DerivationTree<T>(int leaves, Node<T> root) {

  sealed interface Node<T> {}

  /// Nothing beneath was used.
  record Whole<T>(Secret secret) implements Node<T> {}

  record Split<T>(Node<T> left, Node<T> right) implements Node<T> {}

  record Tip<T>(T value) implements Node<T> {}

  /// A tree in which one leaf is open.
  record Opened<T>(DerivationTree<T> tree, T value, List<Secret> consumed, List<Secret> created) {}

  /// A tree with room for `leaves` leaves under one root secret.
  static <T> DerivationTree<T> rooted(Secret root, long leaves) {
    if (leaves < 1 || leaves > 1 << 30) {
      throw new IllegalArgumentException("A secret tree has 1 to 2^30 leaves.");
    }
    int width = Integer.highestOneBit((int) leaves);
    return new DerivationTree<>(width < leaves ? 2 * width : width, new Whole<>(root));
  }

  boolean contains(long leaf) {
    return leaf >= 0 && leaf < leaves;
  }

  /// What was made of a leaf, if it is open.
  Optional<T> at(int leaf) {
    Node<T> node = root;
    int width = leaves;
    while (node instanceof Split<T>(Node<T> left, Node<T> right)) {
      width /= 2;
      node = (leaf & width) == 0 ? left : right;
    }
    return node instanceof Tip<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /// Opens a leaf that is not open, making `tip` of its secret.
  Opened<T> open(SuiteCrypto crypto, int leaf, Function<Secret, T> tip) {
    Opening<T> opening = new Opening<>(crypto, leaf, tip, new ArrayList<>());
    List<Secret> consumed = new ArrayList<>();
    Node<T> opened = opening.within(root, leaves, consumed);
    DerivationTree<T> tree = new DerivationTree<>(leaves, opened);
    return new Opened<>(tree, tree.at(leaf).orElseThrow(), consumed, opening.created);
  }

  /// The tree with another value at an open leaf.
  DerivationTree<T> with(int leaf, T value) {
    return new DerivationTree<>(leaves, replaced(root, leaves, leaf, new Tip<>(value)));
  }

  private static <T> Node<T> replaced(Node<T> node, int width, int leaf, Tip<T> tip) {
    return switch (node) {
      case Split<T>(Node<T> left, Node<T> right) ->
          (leaf & width / 2) == 0
              ? new Split<>(replaced(left, width / 2, leaf, tip), right)
              : new Split<>(left, replaced(right, width / 2, leaf, tip));
      case Tip<T> _ -> tip;
      case Whole<T> _ -> throw new IllegalStateException("Leaf " + leaf + " is not open.");
    };
  }

  /// One leaf being opened.
  private record Opening<T>(
      SuiteCrypto crypto, int leaf, Function<Secret, T> tip, List<Secret> created) {
    private static final byte[] LEFT = {'l', 'e', 'f', 't'};
    private static final byte[] RIGHT = {'r', 'i', 'g', 'h', 't'};

    Node<T> within(Node<T> node, int width, List<Secret> consumed) {
      return switch (node) {
        case Whole<T>(Secret secret) -> {
          consumed.add(secret);
          yield beneath(secret, width);
        }
        case Split<T>(Node<T> left, Node<T> right) ->
            (leaf & width / 2) == 0
                ? new Split<>(within(left, width / 2, consumed), right)
                : new Split<>(left, within(right, width / 2, consumed));
        case Tip<T> _ -> throw new IllegalStateException("Leaf " + leaf + " is open already.");
      };
    }

    /// Secrets between the opened node and the leaf exist only here and are erased at once.
    private Node<T> beneath(Secret secret, int width) {
      if (width == 1) {
        return new Tip<>(tip.apply(secret));
      }
      Secret left = child(secret, LEFT);
      Secret right = child(secret, RIGHT);
      boolean goesLeft = (leaf & width / 2) == 0;
      created.add(goesLeft ? right : left);
      Secret onPath = goesLeft ? left : right;
      Node<T> opened = beneath(onPath, width / 2);
      onPath.erase();
      return goesLeft
          ? new Split<>(opened, new Whole<>(right))
          : new Split<>(new Whole<>(left), opened);
    }

    private Secret child(Secret secret, byte[] side) {
      return crypto.expandWithLabel(secret, "tree", side, crypto.hashLength());
    }
  }
}
