package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.Event;
import sotto.client.Unlock;
import sotto.client.engine.Table;
import sotto.client.store.ProfileFolder;
import sotto.client.store.SealedStore;
import sotto.mls.group.KeyPackageSecrets;

/// What must not be found anywhere: in the server's files, the clients', or what is printed.
@Tag("invariant-1")
@Tag("invariant-11")
class CanaryTest {
  private static final String PASSPHRASE = "canary passphrase of alice";
  private static final int KEY = 32;
  private static final int HEAD = Long.BYTES;

  @TempDir Path temp;

  @Test
  void noTextNameOfAConversationPassphraseOrPrivateKeyLiesInAnyFileOrIsPrinted() throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream ear = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(ear);
      System.setErr(ear);
      live();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    try (Unlock.Passphrase hers = new Unlock.Passphrase(PASSPHRASE.toCharArray())) {
      secrets.putAll(privateKeys("alice", hers));
    }
    secrets.putAll(privateKeys("bob", new Unlock.KeyFile()));
    assertThat(secrets).as("keys that were looked for").hasSizeGreaterThan(10);
    Map<String, byte[]> wanted = forms(secrets);
    for (String canary :
        List.of("canary passphrase", "canary island", "canary rock", "canary sings")) {
      wanted.put(canary, canary.getBytes(StandardCharsets.UTF_8));
      wanted.put(canary + ", UTF-16", canary.getBytes(StandardCharsets.UTF_16LE));
    }
    wanted.put("the one that waits", "canary waits".getBytes(StandardCharsets.UTF_8));
    nowhere(wanted, temp.resolve("while running"));
    nowhere(wanted, temp);
    assertThat(found(wanted, printed.toByteArray())).as("printed").isEmpty();
  }

  /// Two people, a conversation, a message that is read and one that waits; a copy of all files is
  /// made while everything runs, with its journals.
  private void live() throws Exception {
    try (House house = House.open(temp)) {
      Client client =
          Client.register(
              house.profile("alice"),
              new Unlock.Passphrase(PASSPHRASE.toCharArray()),
              house.invite(),
              "alice");
      Person alice = house.entered("alice", client);
      Person bob = house.enters("bob");
      alice.client().createGroup("canary island", List.of("bob"));
      alice.says("canary island", "the canary sings at noon");
      bob.reads();
      alice.client().rename("canary island", "canary rock");
      bob.sees(Event.Renamed.class, _ -> true);
      bob.goesAway();
      alice.says("canary rock", "the canary waits");
      copyOf(house.serverData(), temp.resolve("while running").resolve("server"));
      copyOf(house.profile("alice"), temp.resolve("while running").resolve("alice"));
    }
  }

  // --- what is looked for ---

  /// The seeds of all signature keys, and the private keys of all KeyPackages that are still out.
  private Map<String, byte[]> privateKeys(String name, Unlock unlock) throws Exception {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    try (SealedStore store =
        SealedStore.open(new ProfileFolder(temp.resolve(name)), unlock, new SplittableRandom(1))) {
      for (byte[] row : store.load(Table.SELF).values()) {
        for (byte[] seed : seeds(row)) {
          keys.put(name + "'s signature key " + keys.size(), seed);
        }
      }
      assertThat(keys).as("account key and leaf key of " + name).hasSizeGreaterThanOrEqualTo(2);
      for (byte[] row : store.load(Table.KEY_PACKAGE).values()) {
        KeyPackageSecrets made = KeyPackageSecrets.decode(row);
        keys.put(name + "'s init key " + keys.size(), made.initKey().copy());
        keys.put(name + "'s encryption key " + keys.size(), made.encryptionKey().copy());
      }
    }
    return keys;
  }

  /// Whatever makes a public key that stands beside it.
  private static List<byte[]> seeds(byte[] row) {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i + KEY <= row.length; i++) {
      byte[] shown = new Ed25519PrivateKeyParameters(row, i).generatePublicKey().getEncoded();
      if (indexOf(row, shown) >= 0) {
        seeds.add(Arrays.copyOfRange(row, i, i + KEY));
      }
    }
    return seeds;
  }

  private static Map<String, byte[]> forms(Map<String, byte[]> secrets) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    secrets.forEach((what, secret) -> {
      byte[] head = Arrays.copyOf(secret, Math.min(secret.length, KEY));
      byte[] reversed = new byte[head.length];
      for (int i = 0; i < head.length; i++) {
        reversed[i] = head[head.length - 1 - i];
      }
      String hex = HexFormat.of().formatHex(head);
      forms.put(what, head);
      forms.put(what + ", reversed", reversed);
      forms.put(what + ", hex", ascii(hex));
      forms.put(what + ", HEX", ascii(hex.toUpperCase(Locale.ROOT)));
      forms.put(
          what + ", base64",
          ascii(Base64.getEncoder().withoutPadding().encodeToString(head).substring(0, 40)));
      forms.put(
          what + ", base64url",
          ascii(Base64.getUrlEncoder().withoutPadding().encodeToString(head).substring(0, 40)));
    });
    return forms;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  // --- where ---

  private static void nowhere(Map<String, byte[]> wanted, Path folder) throws IOException {
    int looked = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        looked++;
        assertThat(found(wanted, Files.readAllBytes(file))).as(file.toString()).isEmpty();
      }
    }
    assertThat(looked).isGreaterThan(5);
  }

  /// One pass over the bytes for all keys, by their first eight.
  private static List<String> found(Map<String, byte[]> wanted, byte[] where) {
    Map<Long, List<String>> heads = new HashMap<>();
    wanted.forEach(
        (what, bytes) -> heads.computeIfAbsent(head(bytes, 0), _ -> new ArrayList<>()).add(what));
    List<String> found = new ArrayList<>();
    for (int i = 0; i + HEAD <= where.length; i++) {
      for (String what : heads.getOrDefault(head(where, i), List.of())) {
        byte[] bytes = Objects.requireNonNull(wanted.get(what));
        boolean whole =
            i + bytes.length <= where.length
                && Arrays.equals(where, i, i + bytes.length, bytes, 0, bytes.length);
        if (whole && !found.contains(what)) {
          found.add(what);
        }
      }
    }
    return found;
  }

  private static long head(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes, from, HEAD).getLong();
  }

  private static int indexOf(byte[] where, byte[] what) {
    for (int i = 0; i + what.length <= where.length; i++) {
      if (where[i] == what[0] && Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static void copyOf(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
