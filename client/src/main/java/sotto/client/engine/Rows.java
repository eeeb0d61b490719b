package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An immutable map in the order of its keys: a change shares all but a path of the old one. (A
/// treap whose priorities come from the keys, so that equal contents are equal trees.)
public final class Rows<K extends Comparable<K>, V> {
  private static final Rows<?, ?> EMPTY = new Rows<>(null, 0);

  private final @Nullable Node<K, V> root;
  private final int size;

  private Rows(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked")
  public static <K extends Comparable<K>, V> Rows<K, V> empty() {
    return (Rows<K, V>) EMPTY;
  }

  public Optional<V> find(K key) {
    Node<K, V> at = root;
    while (at != null) {
      int order = key.compareTo(at.key);
      if (order == 0) {
        return Optional.of(at.value);
      }
      at = order < 0 ? at.left : at.right;
    }
    return Optional.empty();
  }

  public boolean contains(K key) {
    return find(key).isPresent();
  }

  public Rows<K, V> with(K key, V value) {
    int grown = contains(key) ? size : size + 1;
    return new Rows<>(put(root, key, value), grown);
  }

  public Rows<K, V> without(K key) {
    return contains(key) ? new Rows<>(drop(root, key), size - 1) : this;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// All values, in the order of their keys.
  public List<V> values() {
    List<V> values = new ArrayList<>(size);
    collect(root, node -> values.add(node.value));
    return values;
  }

  /// Hands out the values in the order of their keys, until `more` has enough.
  public void each(Predicate<V> more) {
    each(root, more);
  }

  private static <K extends Comparable<K>, V> boolean each(
      @Nullable Node<K, V> node, Predicate<V> more) {
    return node == null || each(node.left, more) && more.test(node.value) && each(node.right, more);
  }

  /// All keys with their values, in the order of the keys.
  public List<Map.Entry<K, V>> entries() {
    List<Map.Entry<K, V>> entries = new ArrayList<>(size);
    collect(root, node -> entries.add(Map.entry(node.key, node.value)));
    return entries;
  }

  private static <K extends Comparable<K>, V> void collect(
      @Nullable Node<K, V> node, Consumer<Node<K, V>> into) {
    if (node != null) {
      collect(node.left, into);
      into.accept(node);
      collect(node.right, into);
    }
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    if (order < 0) {
      Node<K, V> left = put(node.left, key, value);
      return left.above(node)
          ? new Node<>(left.key, left.value, left.left, node.with(left.right, node.right))
          : node.with(left, node.right);
    }
    Node<K, V> right = put(node.right, key, value);
    return right.above(node)
        ? new Node<>(right.key, right.value, node.with(node.left, right.left), right.right)
        : node.with(node.left, right);
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> drop(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return joined(node.left, node.right);
    }
    return order < 0
        ? node.with(drop(node.left, key), node.right)
        : node.with(node.left, drop(node.right, key));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> joined(
      @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return left.above(right)
        ? left.with(left.left, joined(left.right, right))
        : right.with(joined(left, right.left), right.right);
  }

  private record Node<K extends Comparable<K>, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    Node<K, V> with(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
      return new Node<>(key, value, newLeft, newRight);
    }

    boolean above(Node<K, V> other) {
      int mine = priority();
      int theirs = other.priority();
      return mine != theirs ? mine > theirs : key.compareTo(other.key) > 0;
    }

    private int priority() {
      int mixed = key.hashCode() * 0x9E3779B9;
      mixed ^= mixed >>> 15;
      mixed *= 0x85EBCA6B;
      return mixed ^ mixed >>> 13;
    }
  }
}
