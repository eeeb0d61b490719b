package sotto.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import sotto.client.Unlock;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The `unlock` file of a profile: how its root key comes to be, and a check value that tells a
/// wrong passphrase from a damaged profile.
///
/// ```
/// struct { uint8 version = 1; uint8 kind;            /* 1 passphrase, 2 key file */
///          opaque salt_or_key<V>; uint32 memory_kib; uint8 passes; uint8 lanes; opaque check<V>; }
/// ```
record UnlockFile(int kind, byte[] saltOrKey, long memoryKib, int passes, int lanes, byte[] check) {
  static final int PASSPHRASE = 1;
  static final int KEY_FILE = 2;
  private static final int VERSION = 1;
  private static final int KEY_BYTES = 32;

  // RFC 9106 §4: the second recommended option: "64 MiB of memory, t=3 iterations, 4 lanes".
  private static final long MEMORY_KIB = 64 * 1024;
  private static final int PASSES = 3;
  private static final int LANES = 4;
  // A file that somebody else wrote must not make this process allocate without bound.
  private static final long MAX_MEMORY_KIB = 1024 * 1024;

  /// What a new profile is to be unlocked by; [#write] puts it there.
  static UnlockFile fresh(Unlock unlock, RandomGenerator random) {
    byte[] fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    UnlockFile unchecked =
        new UnlockFile(
            unlock instanceof Unlock.Passphrase ? PASSPHRASE : KEY_FILE,
            fresh,
            MEMORY_KIB,
            PASSES,
            LANES,
            new byte[0]);
    return unchecked.withCheck(unchecked.keys(unlock).check());
  }

  /// The keys of an existing profile, once the check value agrees.
  static Keys open(ProfileFolder folder, Unlock unlock) throws StoreException {
    UnlockFile file = read(folder);
    if (file.kind == PASSPHRASE && unlock instanceof Unlock.KeyFile) {
      throw new StoreException("This profile needs its passphrase: give --passphrase-file FILE.");
    }
    Keys keys = file.keys(unlock);
    if (!keys.matches(file.check)) {
      throw new StoreException(
          file.kind == PASSPHRASE
              ? "The passphrase is wrong: try again."
              : "The key file does not belong to this profile: put the right one back.");
    }
    return keys;
  }

  static UnlockFile read(ProfileFolder folder) throws StoreException {
    try {
      Reader in = new Reader(Files.readAllBytes(folder.unlockFile()));
      if (in.uint8() != VERSION) {
        throw new StoreException(
            "The profile in " + folder.path() + " was made by a newer Sotto: use that one.");
      }
      UnlockFile file =
          new UnlockFile(in.uint8(), in.opaque(), in.uint32(), in.uint8(), in.uint8(), in.opaque());
      in.end();
      if (file.kind != PASSPHRASE && file.kind != KEY_FILE) {
        throw new MlsException("The unlock file has no kind that there is.");
      }
      if (file.memoryKib > MAX_MEMORY_KIB || file.passes > 64 || file.lanes > 64) {
        throw new MlsException("The Argon2id settings are out of bounds.");
      }
      return file;
    } catch (MlsException e) {
      throw folder.without("damaged");
    } catch (IOException e) {
      throw new StoreException(
          "The profile in %s may not be read by you; check its owner and mode."
              .formatted(folder.path()),
          e);
    }
  }

  Keys keys(Unlock unlock) {
    return switch (unlock) {
      // A passphrase that is not needed does no harm.
      case Unlock.Passphrase p -> new Keys(kind == KEY_FILE ? saltOrKey : stretched(p));
      case Unlock.KeyFile() -> new Keys(saltOrKey);
    };
  }

  private byte[] stretched(Unlock.Passphrase passphrase) {
    char[] characters = passphrase.characters();
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    byte[] secret = Arrays.copyOf(utf8.array(), utf8.limit());
    try {
      Argon2BytesGenerator argon = new Argon2BytesGenerator();
      argon.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withSalt(saltOrKey)
              .withMemoryAsKB((int) memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .build());
      byte[] key = new byte[KEY_BYTES];
      argon.generateBytes(secret, key);
      return key;
    } finally {
      Arrays.fill(characters, '\0');
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(utf8.array(), (byte) 0);
    }
  }

  private UnlockFile withCheck(byte[] value) {
    return new UnlockFile(kind, saltOrKey, memoryKib, passes, lanes, value);
  }

  /// There is a profile once this file is there: it comes last, whole or not at all.
  void write(ProfileFolder folder) throws StoreException {
    Writer out = new Writer().uint8(VERSION).uint8(kind).opaque(saltOrKey).uint32(memoryKib);
    out.uint8(passes).uint8(lanes).opaque(check);
    try {
      ProfileFolder.ownFile(folder.unlockDraft());
      Files.write(
          folder.unlockDraft(),
          out.toBytes(),
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.SYNC);
      Files.move(folder.unlockDraft(), folder.unlockFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(
          "The profile in " + folder.path() + " cannot be written: is the disk full?", e);
    }
  }

  @Override
  public String toString() {
    return "UnlockFile[hidden]";
  }
}
