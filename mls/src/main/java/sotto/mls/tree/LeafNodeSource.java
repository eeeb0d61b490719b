package sotto.mls.tree;

import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.2: how a leaf came into the tree, with what only that way carries.
///
/// ```text
/// LeafNodeSource leaf_node_source;
/// select (LeafNode.leaf_node_source) {
///     case key_package: Lifetime lifetime;
///     case update:      struct{};
///     case commit:      opaque parent_hash<V>;
/// };
/// ```
public sealed interface LeafNodeSource extends Encodable {

  /// `key_package`: the leaf was published, and added by somebody else (RFC 9420 §10).
  record KeyPackage(Lifetime lifetime) implements LeafNodeSource {
    public KeyPackage {
      given("lifetime", lifetime);
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(1).struct(lifetime);
    }
  }

  /// `update`: it came with an Update proposal (RFC 9420 §12.1.2).
  record Update() implements LeafNodeSource {
    @Override
    public void encode(Writer out) {
      given("out", out).uint8(2);
    }
  }

  /// `commit`: it came with the path of a Commit (RFC 9420 §7.6).
  ///
  /// @param parentHash `KDF.Nh` bytes, or none where nothing above the leaf is filled (§7.9)
  record Commit(byte[] parentHash) implements LeafNodeSource {
    public Commit {
      given("parentHash", parentHash);
      parentHash = parentHash.clone();
    }

    @Override
    public byte[] parentHash() {
      return parentHash.clone();
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(3).opaque(parentHash);
    }
  }

  /// @throws MlsException when the bytes are no such value
  static LeafNodeSource decode(Reader in) throws MlsException {
    given("in", in);
    return switch (in.uint8()) {
      case 1 -> new KeyPackage(Lifetime.decode(in));
      case 2 -> new Update();
      case 3 -> new Commit(in.opaque());
      default -> throw new MlsException("A leaf node says a source that is not defined.");
    };
  }
}
