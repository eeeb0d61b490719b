package sotto.client.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NativeCryptoTest {
  private static final Crypto PORTABLE = PortableCrypto.create();
  private static final long SEED = Long.getLong("sotto.seed", System.nanoTime());

  /// The native providers that are tried; which of them load depends on the platform.
  enum Native {
    CONSCRYPT,
    AMAZON;

    Crypto crypto() {
      Optional<Crypto> crypto =
          switch (this) {
            case CONSCRYPT -> NativeCrypto.withConscrypt(PORTABLE);
            case AMAZON -> NativeCrypto.withAmazon(PORTABLE);
          };
      assumeTrue(crypto.isPresent(), this + " has no native library here.");
      return crypto.orElseThrow();
    }
  }

  @Tag("rule-26")
  @ParameterizedTest
  @EnumSource
  void theVerdictIsThePortableOneOnAllCctvCases(Native provider) throws Exception {
    Crypto crypto = provider.crypto();
    int accepted = 0;
    for (JsonNode vector : cctv()) {
      boolean verdict = verdict(crypto, vector);
      assertThat(verdict).as("case %s", vector.get("number")).isEqualTo(verdict(PORTABLE, vector));
      accepted += verdict ? 1 : 0;
    }
    assertThat(accepted).isPositive();
  }

  /// Amazon's provider takes messages of up to 1 MiB.
  @Tag("rule-26")
  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLongForAProviderIsSignedAndVerifiedAllTheSame(Native provider)
      throws Exception {
    Crypto crypto = provider.crypto();
    Random random = new Random(SEED);
    byte[] message = new byte[3 << 20];
    random.nextBytes(message);
    SignatureKeyPair keys = PORTABLE.generateSignatureKeyPair(SignatureScheme.ED25519, random);
    byte[] signature = crypto.signingKey(keys).sign(message, random);
    assertThat(signature).isEqualTo(PORTABLE.signingKey(keys).sign(message, random));
    var key = crypto.verificationKey(SignatureScheme.ED25519, keys.publicKey());
    assertThat(key.verify(message, signature)).as("seed %d", SEED).isTrue();
    message[message.length - 1] ^= 1;
    assertThat(key.verify(message, signature)).as("seed %d", SEED).isFalse();
    // What was refused is not left behind.
    byte[] little = {1, 2, 3};
    assertThat(key.verify(little, crypto.signingKey(keys).sign(little, random))).isTrue();
  }

  /// "small-order and non-canonical keys are refused before any provider sees them": none makes a
  /// key of one.
  @Tag("rule-26")
  @ParameterizedTest
  @EnumSource
  void noKeyIsMadeOfASmallOrderOrNonCanonicalPoint(Native provider) throws Exception {
    Crypto crypto = provider.crypto();
    for (JsonNode vector : cctv()) {
      String flags = vector.get("flags").toString();
      if (flags.contains("low_order_A") || flags.contains("non_canonical_A")) {
        byte[] key = hex(vector, "key");
        for (Crypto each : List.of(PORTABLE, crypto)) {
          assertThatThrownBy(() -> each.verificationKey(SignatureScheme.ED25519, key))
              .as("case %s", vector.get("number"))
              .isInstanceOf(MlsException.class);
        }
      }
    }
  }

  /// It signs as the others do, and takes everything for signed.
  @Tag("rule-26")
  @Test
  void aProviderThatSaysYesTooOftenIsNotChosen() {
    assertThat(NativeSignatures.over(PORTABLE, new Saying(Yes.class))).isEmpty();
  }

  @Tag("rule-26")
  @Test
  void aProviderThatDoesNotTakeItsOwnSignaturesIsNotChosen() {
    assertThat(NativeSignatures.over(PORTABLE, new Saying(No.class))).isEmpty();
  }

  /// The tests above are left out where a provider is not chosen: here it is, if it loads at all.
  @Tag("rule-26")
  @Test
  void aProviderThatLoadsPassesItsSelfTest() {
    assumeTrue(Conscrypt.isAvailable(), "Conscrypt has no native library here.");
    assertThat(NativeCrypto.withConscrypt(PORTABLE)).isPresent();
  }

  private static final class Saying extends Provider {
    private static final long serialVersionUID = 1;

    Saying(Class<? extends SignatureSpi> verdict) {
      super("Saying", "1", "signs as others do");
      put("Signature.EdDSA", verdict.getName());
    }
  }

  public static final class No extends Yes {
    public No() throws GeneralSecurityException {}

    @Override
    protected boolean engineVerify(byte[] signature) {
      return false;
    }
  }

  public static class Yes extends SignatureSpi {
    private final Signature real = Signature.getInstance("EdDSA", "SunEC");

    public Yes() throws GeneralSecurityException {}

    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      real.initSign(key);
    }

    @Override
    protected void engineUpdate(byte one) throws SignatureException {
      engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
      try {
        real.update(bytes, from, length);
      } catch (SignatureException verifying) {
        assert verifying != null;
      }
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      return real.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return name;
    }
  }

  private static JsonNode cctv() throws IOException {
    Path file =
        Path.of(System.getProperty("sotto.shared", "../../shared"))
            .resolve("vectors/cctv/ed25519/ed25519vectors.json.gz");
    assumeTrue(Files.exists(file), "The CCTV vectors are not here.");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new JsonMapper().readTree(in);
    }
  }

  private static boolean verdict(Crypto crypto, JsonNode vector) {
    try {
      return crypto
          .verificationKey(SignatureScheme.ED25519, hex(vector, "key"))
          .verify(
              vector.get("msg").asString().getBytes(StandardCharsets.UTF_8), hex(vector, "sig"));
    } catch (MlsException e) {
      return false;
    }
  }

  private static byte[] hex(JsonNode node, String key) {
    return HexFormat.of().parseHex(node.get(key).asString());
  }

  @ParameterizedTest
  @EnumSource
  void signaturesAndSharedSecretsAreThePortableOnes(Native provider) throws Exception {
    Crypto crypto = provider.crypto();
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random);
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(message);
      byte[] signature = crypto.signingKey(keys).sign(message, random);
      assertThat(signature)
          .as("seed %d", SEED)
          .isEqualTo(PORTABLE.signingKey(keys).sign(message, random));
      assertThat(
              crypto
                  .verificationKey(SignatureScheme.ED25519, keys.publicKey())
                  .verify(message, signature))
          .isTrue();
      Secret mine = Secret.random(32, random);
      byte[] theirs = new byte[32];
      random.nextBytes(theirs);
      assertThat(crypto.agree(DhGroup.X25519, mine, theirs))
          .as("seed %d", SEED)
          .isEqualTo(PORTABLE.agree(DhGroup.X25519, mine, theirs));
    }
  }

  @ParameterizedTest
  @EnumSource
  void hostileKeysAndDamagedSignaturesAreRefusedAsWithThePortableOne(Native provider)
      throws Exception {
    Crypto crypto = provider.crypto();
    Random random = new Random(SEED);
    Secret mine = Secret.random(32, random);
    for (int length : new int[] {0, 31, 32, 33}) {
      assertThatThrownBy(() -> crypto.agree(DhGroup.X25519, mine, new byte[length]))
          .isInstanceOf(MlsException.class);
      assertThatThrownBy(() -> crypto.verificationKey(SignatureScheme.ED25519, new byte[length]))
          .isInstanceOf(MlsException.class);
    }
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random);
    byte[] signature = crypto.signingKey(keys).sign(new byte[3], random);
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(
              crypto
                  .verificationKey(SignatureScheme.ED25519, keys.publicKey())
                  .verify(new byte[3], flipped))
          .isFalse();
    }
    assertThat(
            crypto
                .verificationKey(SignatureScheme.ED25519, keys.publicKey())
                .verify(new byte[3], new byte[0]))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anErasedKeySignsNothingMore(Native provider) throws Exception {
    Crypto crypto = provider.crypto();
    SignatureKeyPair keys =
        crypto.generateSignatureKeyPair(SignatureScheme.ED25519, new Random(SEED));
    SigningKey key = crypto.signingKey(keys);
    keys.erase();
    assertThatThrownBy(() -> key.sign(new byte[1], new Random(SEED)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aProviderThatCannotDoItIsNotChosen() {
    Provider empty = new Provider("Empty", "1", "nothing in it") {};
    assertThat(NativeSignatures.over(PORTABLE, empty)).isEmpty();
    assertThat(NativeAgreement.over(PORTABLE, empty)).isEmpty();
  }

  @Test
  void whatIsChosenIsThePortableOneWhereNothingElseWorks() {
    Crypto chosen = NativeCrypto.orPortable(PORTABLE);
    boolean some =
        NativeCrypto.withConscrypt(PORTABLE).isPresent()
            || NativeCrypto.withAmazon(PORTABLE).isPresent();
    assertThat(chosen.equals(PORTABLE)).isEqualTo(!some);
  }

  /// A key is of one client, but nothing says of how many threads.
  @ParameterizedTest
  @EnumSource
  void oneKeySignsOnSeveralThreads(Native provider) throws Exception {
    Crypto crypto = provider.crypto();
    SignatureKeyPair keys =
        crypto.generateSignatureKeyPair(SignatureScheme.ED25519, new Random(SEED));
    SigningKey key = crypto.signingKey(keys);
    SigningKey portable = PORTABLE.signingKey(keys);
    List<byte[]> messages =
        IntStream.range(0, 500).mapToObj(i -> new byte[] {(byte) i, (byte) (i >> 8)}).toList();
    Random unused = new Random(SEED);
    List<byte[]> signed =
        messages.parallelStream().map(message -> key.sign(message, unused)).toList();
    for (int i = 0; i < messages.size(); i++) {
      assertThat(signed.get(i)).isEqualTo(portable.sign(messages.get(i), unused));
    }
  }
}
