package sotto.client.engine;

import java.util.Optional;
import java.util.function.Supplier;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Crypto;
import sotto.mls.group.TreePlacement;
import sotto.mls.tree.Extension;
import sotto.protocol.frame.BlobId;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.group.TreePointer;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Rules 16: "A ratchet tree above 64 KiB is not in the Welcome: it is a sealed blob whose id, key
/// and hash are in a GroupInfo extension". Id and key are drawn before the tree is known; all the
/// rest is a function of the tree.
record LargeTree(BlobId blob, Bytes key, int most, Crypto crypto) implements TreePlacement {
  private static final byte[] ONCE = new byte[12]; // the key seals nothing else
  private static final byte[] NOTHING = new byte[0];

  static LargeTree drawn(Turn turn) {
    return new LargeTree(
        BlobId.of(turn.randomBytes(Limits.BLOB_ID)),
        Bytes.wrap(turn.randomBytes(TreePointer.KEY)),
        turn.crypto().treeInWelcome(),
        turn.crypto().crypto());
  }

  @Override
  public Optional<Extension> extension(Supplier<byte[]> encoded) {
    byte[] tree = encoded.get();
    return sealed(tree)
        .map(sealed -> {
          TreePointer pointer = new TreePointer(blob, sealed.length, Hash.sha256(sealed), key);
          return Extension.of(ExtensionTypes.TREE_POINTER, pointer);
        })
        .or(() -> INSIDE.extension(() -> tree));
  }

  /// The blob; empty for a tree that the Welcome has room for.
  Optional<byte[]> sealed(byte[] tree) {
    return tree.length > most
        ? Optional.of(crypto.seal(Aead.AES_128_GCM, key.toArray(), ONCE, NOTHING, tree))
        : Optional.empty();
  }

  /// The tree in a blob that was fetched whole; what it is worth, the tree hash shows.
  static byte[] opened(TreePointer pointer, byte[] sealed, Crypto crypto) throws MlsException {
    if (sealed.length != pointer.size() || !Hash.sha256(sealed).equals(pointer.hash())) {
      throw new MlsException("The ratchet tree beside a Welcome is not the one that it names.");
    }
    return crypto.open(Aead.AES_128_GCM, pointer.key().toArray(), ONCE, NOTHING, sealed);
  }

  @Override
  public String toString() {
    return "LargeTree[" + blob.hex() + "]";
  }
}
