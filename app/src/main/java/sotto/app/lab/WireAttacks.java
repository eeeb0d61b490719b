package sotto.app.lab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.classic.lab.Pace;
import sotto.client.Event;

/// Whoever holds the wire between client and server. Where that shows nothing, the attacker is let
/// inside TLS as well, which is more than its position allows.
final class WireAttacks {
  private static final int SHOWN = 24;
  private static final int KEYS = 20_000;
  private static final int SAMPLE = 300_000;

  private WireAttacks() {}

  static String shown(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return hex + (bytes.length > SHOWN ? "… (" + bytes.length + " bytes)" : "");
  }

  /// Altered copies, and what their answers tell apart.
  static Outcome paddingOracle(Ground ground, Columns columns) throws Exception {
    Tap tap = ground.tap();
    Citizen bob = ground.register("bob");
    Citizen alice = ground.register("alice", tap.port());
    ground.acquaint(alice, bob);
    long since = System.nanoTime();
    tap.turn(1);
    alice.says("bob", "PIN 4831");
    columns.victimSends("alice to bob: PIN 4831");
    columns.attacker(
        "turns one bit of the TLS record: the server ends the connection (bad record MAC), the client sends it again on a new one");
    bob.reads("PIN 4831");
    columns.victimReceives("bob: from alice: PIN 4831, unaltered");
    List<String> reasons = inside(ground, columns, alice, bob);
    Work work = Work.of(tap.turned() + reasons.size(), "questions", since);
    return Set.copyOf(reasons).size() == 1
        ? Outcome.stopped(
            "AEAD: the tag is checked before anything is looked at, and every alteration has the same answer",
            work)
        : Outcome.broken("the answers differ", work);
  }

  /// Inside TLS: messages that wait are altered, each in another place of its last block.
  private static List<String> inside(Ground ground, Columns columns, Citizen alice, Citizen bob)
      throws Exception {
    ground.leaves(bob);
    int copies = 8;
    for (int i = 0; i < copies; i++) alice.says("bob", "PIN 4831");
    int place = 0;
    for (Disk.Waiting one : ground.disk().waiting(bob.address()))
      ground.disk().write(one.id(), one.turned(1 + 4 * place++));
    columns.attacker(
        "is let inside TLS and turns one bit in each of "
            + place
            + " messages, every time in another place of the last block and the tag");
    Citizen again = ground.comes("bob");
    int expected = place;
    again.sees(Event.Unreadable.class, _ -> again.seen(Event.Unreadable.class).size() >= expected);
    List<String> reasons =
        again.seen(Event.Unreadable.class).stream().map(Event.Unreadable::reason).toList();
    Set.copyOf(reasons)
        .forEach(reason ->
            columns.victimReceives(
                "bob: " + reason + " (" + Collections.frequency(reasons, reason) + " times)"));
    return reasons;
  }

  /// Bits turned in a text that is known.
  static Outcome flip(Ground ground, Columns columns) throws Exception {
    return turned(
        ground,
        columns,
        "AES-GCM: no text is made of a message before its tag is right, and the sender's signature is checked inside");
  }

  static Outcome forge(Ground ground, Columns columns) throws Exception {
    return turned(
        ground,
        columns,
        "AES-GCM with a key of the group's own, and the sender's signature: without the keys nothing can be put beside a text that makes it genuine");
  }

  private static Outcome turned(Ground ground, Columns columns, String check) throws Exception {
    String text = "pay 100 to Bob";
    Tap tap = ground.tap();
    Citizen bob = ground.register("bob");
    Citizen alice = ground.register("alice", tap.port());
    ground.acquaint(alice, bob);
    long since = System.nanoTime();
    tap.turn(1);
    columns.victimSends("alice to bob: " + text);
    alice.says("bob", text);
    columns.attacker("turns a bit of the TLS record that holds the message");
    bob.reads(text);
    columns.victimReceives("bob: from alice: " + text + " (sent again on a new connection)");
    ground.leaves(bob);
    alice.says("bob", text);
    var waiting = ground.disk().waiting(bob.address()).getLast();
    byte[] forged = waiting.bytes().clone();
    byte[] difference = difference(text, "pay 999 to Eve");
    int at = forged.length - waiting.message().length + waiting.message().length / 2;
    for (int i = 0; i < difference.length; i++) forged[at + i] ^= difference[i];
    ground.disk().write(waiting.id(), forged);
    columns.attacker(
        "is let inside TLS and lays the difference to \"pay 999 to Eve\" over the ciphertext");
    Citizen again = ground.comes("bob");
    Event.Unreadable refused = again.sees(Event.Unreadable.class, _ -> true);
    columns.victimReceives("bob: unreadable: " + refused.reason() + " (" + refused.remedy() + ")");
    again.reads(text);
    columns.victimReceives("bob: from alice: " + text + " (her client sent it again)");
    Work work = Work.of(2, "messages changed", since);
    boolean other =
        again.seen(Event.Message.class).stream().anyMatch(m -> m.text().contains("999"));
    return other
        ? Outcome.broken("bob was shown another text", work)
        : Outcome.stopped(check, work);
  }

  private static byte[] difference(String one, String other) {
    byte[] a = one.getBytes(StandardCharsets.UTF_8);
    byte[] b = other.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < a.length; i++) a[i] ^= b[i];
    return a;
  }

  /// Guesses against everything that passes.
  static Outcome dictionary(Ground ground, Columns columns) throws Exception {
    Tap tap = ground.tap();
    Citizen bob = ground.register("bob");
    Citizen alice = ground.register("alice", tap.port());
    ground.acquaint(alice, bob);
    List<Integer> sizes = new ArrayList<>();
    List<byte[]> seen = new ArrayList<>();
    for (String text : List.of("My PIN is 4831", "No.", "My PIN is 4831")) {
      tap.forget();
      alice.says("bob", text);
      bob.reads(text);
      columns.victimSends("alice to bob: " + text);
      int largest = tap.sent().stream().mapToInt(r -> r.length).max().orElse(0);
      sizes.add(largest);
      seen.addAll(tap.sent());
      columns.attacker("sees a record of " + largest + " bytes");
    }
    seen.add(storedLately(ground, alice, bob));
    columns.attacker("is let inside TLS and sees the MLS message, too");
    long since = System.nanoTime();
    Set<ByteBuffer> windows = windows(seen, 32);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    long tried = 0;
    boolean hit = false;
    for (int pin = 0; pin < 10_000; pin++) {
      String guess = "My PIN is " + Integer.toString(10_000 + pin).substring(1);
      hit |=
          windows.contains(ByteBuffer.wrap(sha256.digest(guess.getBytes(StandardCharsets.UTF_8))));
      tried++;
    }
    columns.attacker(
        "hashes "
            + tried
            + " guesses and finds "
            + (hit ? "one" : "none")
            + " among all strings of 32 bytes that passed");
    columns.victimReceives("bob: from alice: My PIN is 4831");
    Work work =
        Work.of(tried, "guesses", since)
            .remarking("looked for among " + windows.size() + " strings");
    boolean same = new HashSet<>(sizes).size() == 1;
    return !hit && same
        ? Outcome.stopped(
            "nothing of the text is outside the encryption, and padding makes short texts the same size: "
                + sizes,
            work)
        : Outcome.broken(
            hit ? "a hash of the text passed" : "the sizes tell texts apart: " + sizes, work);
  }

  /// The MLS message of a text for somebody who is away.
  private static byte[] storedLately(Ground ground, Citizen alice, Citizen bob) throws Exception {
    ground.leaves(bob);
    alice.says("bob", "My PIN is 4831");
    return ground.disk().waiting(bob.address()).getLast().message();
  }

  private static Set<ByteBuffer> windows(List<byte[]> all, int length) {
    Set<ByteBuffer> windows = new HashSet<>();
    for (byte[] bytes : all)
      for (int at = 0; at + length <= bytes.length; at++)
        windows.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + length)));
    return windows;
  }

  /// Every string of the right length that passed, tried as the key.
  static Outcome keyFromSignature(Ground ground, Columns columns) throws Exception {
    Tap tap = ground.tap();
    Citizen bob = ground.register("bob");
    Citizen alice = ground.register("alice", tap.port());
    ground.acquaint(alice, bob);
    tap.forget();
    byte[] message = storedLately(ground, alice, bob);
    columns.victimSends("alice to bob: My PIN is 4831");
    List<byte[]> seen = new ArrayList<>(tap.sent());
    seen.add(message);
    columns.attacker(
        "records what passes, is let inside TLS and has the MLS message: " + shown(message));
    columns.attacker(
        "finds group, epoch, fork tag and two ciphertexts; no signature and no public key is outside them");
    long since = System.nanoTime();
    Set<ByteBuffer> keys = windows(seen, 28);
    long tried = 0;
    boolean hit = false;
    for (ByteBuffer key : keys) {
      hit |=
          opens(Arrays.copyOf(key.array(), 16), Arrays.copyOfRange(key.array(), 16, 28), message);
      tried++;
    }
    columns.attacker(
        "tries each string that passed as key and nonce: " + (hit ? "one opens" : "none opens"));
    ground.comes("bob").reads("My PIN is 4831");
    columns.victimReceives("bob: from alice: My PIN is 4831");
    long inside = windows(List.of(message), 28).size();
    Work work =
        Work.of(inside, "strings of the message tried as key", since)
            .remarking(tried - inside + " more of the TLS records");
    return hit
        ? Outcome.broken("a key was in what passed", work)
        : Outcome.stopped(
            "the signature is inside the encryption, is over the content and not the key, and Ed25519 gives back nothing of what it signed",
            work);
  }

  /// Whether the last bytes of a message open under a key.
  private static boolean opens(byte[] key, byte[] nonce, byte[] message)
      throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    try {
      aes.doFinal(message, message.length - 64, 64);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    }
  }

  /// The rate of an attacker who knows how a text begins, and so needs one block and no tag.
  private static String extrapolated(byte[] message) throws Exception {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    byte[] key = new byte[16];
    double rate =
        Pace.perSecond(
            SAMPLE,
            count -> {
              for (int i = 0; i < count; i++) {
                ByteBuffer.wrap(key).putInt(i);
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
                aes.doFinal(message, 0, 16);
              }
            });
    return String.format(
        Locale.ROOT,
        "%,.0f keys a second of one processor; all 2^128: %.1e years of one",
        rate,
        Pace.years(Math.pow(2, 128), rate));
  }

  /// The search that finds a DES key, against AES-128.
  static Outcome search(Ground ground, Columns columns) throws Exception {
    Citizen bob = ground.register("bob");
    Citizen alice = ground.register("alice");
    ground.acquaint(alice, bob);
    byte[] message = storedLately(ground, alice, bob);
    columns.victimSends("alice to bob: My PIN is 4831");
    columns.attacker("is let inside TLS and has the MLS message: " + shown(message));
    long since = System.nanoTime();
    boolean hit = false;
    byte[] key = new byte[16];
    for (int i = 0; i < KEYS; i++) {
      ByteBuffer.wrap(key).putInt(i);
      hit |= opens(key, new byte[12], message);
    }
    Work work = Work.of(KEYS, "keys", since).remarking(extrapolated(message));
    columns.attacker(
        "tries "
            + KEYS
            + " keys: "
            + (hit ? "one opens" : "none opens")
            + "; each message has its own");
    ground.comes("bob").reads("My PIN is 4831");
    columns.victimReceives("bob: from alice: My PIN is 4831");
    return hit
        ? Outcome.broken("a key was found by trying", work)
        : Outcome.stopped(
            "a key has 128 bits, 2^72 times as many as DES, is used for one message, and the key exchange is hybrid (X25519 and ML-KEM-768)",
            work);
  }
}
