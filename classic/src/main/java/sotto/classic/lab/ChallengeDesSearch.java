package sotto.classic.lab;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profiles;

/// `challenge`: a DES key can be searched.
final class ChallengeDesSearch implements ProfileAttack {
  private static final int GIVEN = 5;
  private static final int SEARCHED_BITS = 7 * (8 - GIVEN);
  private static final int SAMPLE = 500_000;
  private static final String TEXT = "pay 100 to Bob, in gold";

  @Override
  public Lesson lesson() {
    return new Lesson(
        "challenge-des-search",
        Profiles.described("challenge"),
        Position.WIRE,
        "whoever listens on the wire and guesses how a message begins",
        "the DES key is searched (part of it known here, the rate extrapolated)",
        "A DES key has 56 bits, and every one of them can be tried.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    try (var exchange = new Exchange(scene, lesson().profile())) {
      Wire wire = exchange.wire();
      var random = new WatchedRandom(scene.random("alice"), 8);
      Actor bob = exchange.comes("bob", exchange.port());
      Actor alice = exchange.comes("alice", wire.port(), random);
      alice.types("bob:" + TEXT);
      columns.victimSends("alice to bob: " + TEXT);
      bob.reads("[Message from alice]: " + TEXT);
      columns.victimReceives("bob: [Message from alice]: " + TEXT);
      Sealed sealed = exchange.sealed(exchange.messageOn(wire));
      columns.attacker(
          "sees iv "
              + Bytes.shown(sealed.iv())
              + ", ciphertext "
              + Bytes.shown(sealed.ciphertext()));
      byte[] key =
          random.drawn().stream()
              .filter(drawn -> !Arrays.equals(drawn, sealed.iv()))
              .reduce((_, later) -> later)
              .orElseThrow();
      byte[] given = Arrays.copyOf(key, GIVEN);
      columns.attacker(
          "is handed the first "
              + GIVEN
              + " of 8 key bytes by the laboratory: "
              + Bytes.shown(given));
      return search(columns, exchange, sealed, given);
    }
  }

  private Outcome search(Columns columns, Exchange exchange, Sealed sealed, byte[] given)
      throws Exception {
    byte[] wanted = new byte[8];
    for (int i = 0; i < 8; i++) wanted[i] = (byte) (TEXT.charAt(i) ^ sealed.iv()[i]);
    var search = new Search(given, Arrays.copyOf(sealed.ciphertext(), 8), wanted);
    long since = System.nanoTime();
    long tried = search.firstHit();
    Work work = Work.of(tried, "keys", since).remarking(extrapolated(search));
    if (!search.hit()) return Outcome.stopped("no key was right", work);
    columns.attacker(
        "after " + tried + " of 2^" + SEARCHED_BITS + " keys: " + Bytes.shown(search.key));
    String read =
        Bytes.text(
            exchange
                .profile
                .sealing()
                .cipher()
                .decrypt(search.key, sealed.iv(), sealed.ciphertext()));
    columns.attacker("decrypts: " + read);
    return Outcome.broken("the key was found by trying", work);
  }

  private static String extrapolated(Search search) throws Exception {
    double rate = Pace.perSecond(SAMPLE, search::tryKeys);
    double years = Pace.years(Math.pow(2, 56), rate);
    return String.format(
        Locale.ROOT,
        "%,.0f keys a second of one processor; all 2^56: %,.0f years of one, %,.1f days of 100,000",
        rate,
        years,
        years * 365 / 100_000);
  }

  /// One block under every key that begins with the given bytes.
  private static final class Search {
    private final byte[] key;
    private final byte[] block;
    private final byte[] wanted;
    private final byte[] out = new byte[8];
    private final Cipher des;

    Search(byte[] given, byte[] block, byte[] wanted) throws GeneralSecurityException {
      this.key = Arrays.copyOf(given, 8);
      this.block = block;
      this.wanted = wanted;
      this.des = Cipher.getInstance("DES/ECB/NoPadding");
    }

    /// How many keys were tried until one was right, or all.
    long firstHit() throws GeneralSecurityException {
      for (int rest = 0; rest < 1 << SEARCHED_BITS; rest++) {
        tryKey(rest);
        if (hit()) return rest + 1L;
      }
      return 1L << SEARCHED_BITS;
    }

    void tryKeys(long count) throws GeneralSecurityException {
      byte[] found = key.clone();
      for (int rest = 0; rest < count; rest++) tryKey(rest);
      System.arraycopy(found, 0, key, 0, key.length);
      tryAgain();
    }

    boolean hit() {
      return Arrays.equals(out, wanted);
    }

    private void tryKey(int rest) throws GeneralSecurityException {
      // DES ignores the lowest bit of each byte.
      for (int i = GIVEN; i < 8; i++) key[i] = (byte) ((rest >> 7 * (i - GIVEN) & 0x7f) << 1);
      tryAgain();
    }

    private void tryAgain() throws GeneralSecurityException {
      des.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "DES"));
      des.doFinal(block, 0, 8, out);
    }
  }
}
