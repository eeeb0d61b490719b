package sotto.client.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import sotto.client.engine.Table;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// Seals the rows of one table: AES-256-GCM, a random nonce before the ciphertext, the row's place
/// as associated data, so that a row opens nowhere else.
final class Sealer {
  static final int SCHEMA_VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final String table;
  private final SecretKey key;
  private final Mac lookups;
  private final Mac digests;
  private final Cipher cipher;
  private final RandomGenerator random;

  Sealer(Table table, Keys keys, RandomGenerator random) {
    this(table.name().toLowerCase(Locale.ROOT), keys, random);
  }

  Sealer(String table, Keys keys, RandomGenerator random) {
    this.table = table;
    this.key = keys.sealing(table);
    this.lookups = keys.lookup(table);
    this.digests = keys.digest(table);
    this.random = random;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no AES-GCM.", e);
    }
  }

  String table() {
    return table;
  }

  /// What stands in the file in place of a key or a shelf's name.
  byte[] lookup(String name) {
    return lookups.doFinal(name.getBytes(StandardCharsets.UTF_8));
  }

  byte[] seal(Place place, StoredRow row) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] plain = SizeClass.pad(row.encoded());
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(associated(place));
      byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A row cannot be sealed.", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  StoredRow open(Place place, byte[] sealed) throws StoreException {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
      cipher.updateAAD(associated(place));
      byte[] plain = cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
      StoredRow row = StoredRow.decode(SizeClass.unpad(plain));
      Arrays.fill(plain, (byte) 0);
      return row;
    } catch (GeneralSecurityException | IllegalArgumentException | MlsException e) {
      throw damaged();
    }
  }

  /// What a row adds to the digest of its table or shelf.
  byte[] digest(Place place, byte[] sealed) {
    digests.update(place.lookup());
    return digests.doFinal(sealed);
  }

  StoreException damaged() {
    return new StoreException(
        "The profile was changed or damaged outside Sotto ("
            + table
            + "): restore it from a copy, or register again.");
  }

  private byte[] associated(Place place) {
    return new Writer()
        .uint16(SCHEMA_VERSION)
        .opaque(table.getBytes(StandardCharsets.UTF_8))
        .uint64(place.number())
        .opaque(place.lookup())
        .opaque(place.shelf())
        .toBytes();
  }

  /// Where a row lies: what stands in the clear beside it.
  record Place(long number, byte[] lookup, byte[] shelf) {}

  /// A row as it lies under the seal.
  record StoredRow(String key, String shelf, byte[] value) {
    byte[] encoded() {
      return new Writer(value.length + 64)
          .opaque(key.getBytes(StandardCharsets.UTF_8))
          .opaque(shelf.getBytes(StandardCharsets.UTF_8))
          .opaque(value)
          .toBytes();
    }

    static StoredRow decode(byte[] bytes) throws MlsException {
      Reader in = new Reader(bytes);
      StoredRow row = new StoredRow(text(in), text(in), in.opaque());
      in.end();
      return row;
    }

    private static String text(Reader in) throws MlsException {
      return new String(in.opaque(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "StoredRow[hidden]";
    }
  }
}
