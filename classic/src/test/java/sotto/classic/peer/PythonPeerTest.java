package sotto.classic.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import sotto.classic.key.PasswordFile;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.Integrity;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Registration.KeyProtection;
import sotto.classic.part.Sealed;
import sotto.classic.part.Sealing;
import sotto.classic.part.SessionKey;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.scene.Chance;

/// What Sotto's classic systems write, pycryptodome reads, and the other way round: for every
/// profile in both readings.
class PythonPeerTest {
  private static final SecureRandom RANDOM = Chance.random();
  private static final KeyPair KEYS = RsaKeys.generate(RANDOM);
  private static final String PRIVATE = RsaKeys.pem(KEYS.getPrivate());
  private static final String PUBLIC = RsaKeys.pem(KEYS.getPublic());
  private static final byte[] TEXT =
      "Grüße, exactly as long as it is.".getBytes(StandardCharsets.UTF_8);
  static final List<Profile> ALL = all();

  @TempDir static Path folder;
  private static PythonPeer python;

  private static List<Profile> all() {
    var both = new ArrayList<>(Profiles.DESCRIBED);
    both.addAll(Profiles.PUBLISHED);
    return both;
  }

  @BeforeAll
  static void startPeer() throws Exception {
    python = PythonPeer.start(folder);
  }

  @AfterAll
  static void stopPeer() {
    if (python != null) python.close();
  }

  private static String hash(KeyTransport transport) {
    return switch (transport) {
      case OAEP_SHA256 -> "sha256";
      case OAEP_SHA1 -> "sha1";
      case TEXTBOOK -> "none";
    };
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void whatSottoSealsPythonOpens(Profile profile) throws Exception {
    Sealing sealing = profile.sealing();
    SessionKey key = sealing.newKey(RANDOM);
    byte[] wrapped = sealing.wrap(key, KEYS.getPublic(), RANDOM);
    Sealed sealed = sealing.seal(TEXT, key, wrapped, Optional.of(KEYS.getPrivate()), RANDOM);
    byte[] unwrapped =
        python.asks(
            "unwrap", Map.of("pem", PRIVATE, "hash", hash(sealing.transport()), "data", wrapped));
    byte[] same =
        Arrays.copyOfRange(unwrapped, unwrapped.length - sealing.keyBytes(), unwrapped.length);
    assertThat(same).isEqualTo(key.bytes());
    assertThat(python.asks("decrypt", cipher(sealing, same, sealed.iv(), sealed.ciphertext())))
        .isEqualTo(TEXT);
    assertThat(isProofRight(sealing, sealed, same)).isTrue();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void whatPythonSealsSottoOpens(Profile profile) throws Exception {
    Sealing sealing = profile.sealing();
    byte[] key = sealing.newKey(RANDOM).bytes();
    byte[] wrapped =
        python.asks("wrap", Map.of("pem", PUBLIC, "hash", hash(sealing.transport()), "data", key));
    byte[] iv = sealing.cipher().newIv(RANDOM);
    byte[] ciphertext = python.asks("encrypt", cipher(sealing, key, iv, TEXT));
    var unproven = new Sealed(wrapped, iv, ciphertext, new byte[0]);
    Sealed sealed = unproven.withProof(proof(sealing, unproven, key));
    SessionKey mine = sealing.unwrap(wrapped, KEYS.getPrivate());
    assertThat(sealing.open(sealed, mine, Optional.of(KEYS.getPublic())).bytes()).isEqualTo(TEXT);
  }

  private static Map<String, Object> cipher(Sealing sealing, byte[] key, byte[] iv, byte[] data) {
    ContentCipher cipher = sealing.cipher();
    return Map.of(
        "cipher",
        cipher.name(),
        "key",
        Arrays.copyOf(key, cipher.keyBytes()),
        "iv",
        iv,
        "data",
        data);
  }

  private static byte[] covered(Integrity.Signed signed, Sealed sealed, byte[] key) {
    return switch (signed.covers()) {
      case CONTENT -> sealed.content();
      case CONTENT_AND_KEY -> Sealed.join(sealed.content(), sealed.wrappedKey());
      case SESSION_KEY -> key;
    };
  }

  private static byte[] proof(Sealing sealing, Sealed sealed, byte[] key) throws Exception {
    return switch (sealing.integrity()) {
      case Integrity.Mac _ -> {
        byte[] half = Arrays.copyOfRange(key, 32, 64);
        yield python.asks("mac", Map.of("key", half, "data", sealed.content()));
      }
      case Integrity.Signed s -> {
        byte[] data = covered(s, sealed, key);
        yield python.asks(
            "sign", Map.of("pem", PRIVATE, "scheme", s.scheme().name(), "data", data));
      }
      case Integrity.PlaintextHash _ -> python.asks("sha256", Map.of("data", TEXT));
    };
  }

  private static boolean isProofRight(Sealing sealing, Sealed sealed, byte[] key) throws Exception {
    if (!(sealing.integrity() instanceof Integrity.Signed s))
      return MessageDigest.isEqual(proof(sealing, sealed, key), sealed.proof());
    byte[] data = covered(s, sealed, key);
    byte[] verdict =
        python.asks(
            "verify",
            Map.of(
                "pem",
                PUBLIC,
                "scheme",
                s.scheme().name(),
                "data",
                data,
                "signature",
                sealed.proof()));
    return verdict[0] == 1;
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSWORD_PBKDF2_SHA256", "PASSWORD_PBKDF2_SHA1"})
  void keyFilesUnderAPasswordGoBothWays(KeyProtection protection) throws Exception {
    String hash = protection == KeyProtection.PASSWORD_PBKDF2_SHA1 ? "sha1" : "sha256";
    byte[] ours = PasswordFile.seal(KEYS, "correct horse", protection, RANDOM);
    byte[] read =
        python.asks("openkeyfile", Map.of("password", "correct horse", "hash", hash, "data", ours));
    assertThat(read).isEqualTo(KEYS.getPrivate().getEncoded());
    byte[] theirs =
        python.asks(
            "makekeyfile",
            Map.of(
                "password",
                "correct horse",
                "hash",
                hash,
                "pem",
                PRIVATE,
                "salt",
                new byte[16],
                "iv",
                new byte[16]));
    assertThat(PasswordFile.open(theirs, "correct horse", protection).getPrivate())
        .isEqualTo(KEYS.getPrivate());
  }

  @Test
  void pemFilesGoBothWays() throws Exception {
    String theirs =
        new String(
            python.asks("exportpem", Map.of("pem", PRIVATE, "half", "private")),
            StandardCharsets.US_ASCII);
    assertThat(theirs).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(RsaKeys.privateKey(theirs).getPrivate()).isEqualTo(KEYS.getPrivate());
    String half =
        new String(
            python.asks("exportpem", Map.of("pem", PRIVATE, "half", "public")),
            StandardCharsets.US_ASCII);
    assertThat(RsaKeys.publicKey(half)).isEqualTo(KEYS.getPublic());
  }

  @ParameterizedTest
  @EnumSource
  void signaturesGoBothWays(SignatureScheme scheme) throws Exception {
    byte[] data = new byte[32];
    RANDOM.nextBytes(data);
    byte[] ours = scheme.sign(data, KEYS.getPrivate(), RANDOM);
    assertThat(
            python
                .asks(
                    "verify",
                    Map.of(
                        "pem", PUBLIC, "scheme", scheme.name(), "data", data, "signature", ours))[
                0])
        .isEqualTo((byte) 1);
    byte[] theirs =
        python.asks("sign", Map.of("pem", PRIVATE, "scheme", scheme.name(), "data", data));
    assertThat(scheme.verify(data, theirs, KEYS.getPublic())).isTrue();
  }
}
