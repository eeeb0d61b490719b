package sotto.mls.group;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.ProposalType;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Lifetime;

/// A client of the tests, with everything that it needs to join groups.
final class Person {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final CipherSuite CLASSIC = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
  static final CipherSuite POST_QUANTUM =
      CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519;
  static final Crypto CRYPTO = PortableCrypto.create();

  final Identity identity;
  final KeyPackageSecrets keyPackage;
  final Settings settings;
  final RandomGenerator random;

  Person(String name, CipherSuite suite, Settings settings, RandomGenerator random) {
    this(name, suite, capabilities(suite), settings, random);
  }

  Person(
      String name,
      CipherSuite suite,
      Capabilities capabilities,
      Settings settings,
      RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    Credential credential = Credential.basic(name.getBytes(StandardCharsets.UTF_8));
    this.identity =
        Identity.of(
                credential, new SuiteCrypto(suite, CRYPTO).generateSignatureKeyPair(random), suite)
            .withCapabilities(capabilities);
    this.keyPackage = freshKeyPackage(suite);
  }

  static Capabilities capabilities(CipherSuite suite) {
    return Capabilities.of(suite.id())
        .withExtensions(ExtensionType.APP_DATA_DICTIONARY, 0xf0a0)
        .withProposals(
            ProposalType.SELF_REMOVE,
            ProposalType.APP_DATA_UPDATE,
            ProposalType.APP_EPHEMERAL,
            0xf123);
  }

  static Settings open() {
    return Settings.of(CRYPTO, AuthenticationService.unsafeBelieveEverything())
        .withPolicy(Policy.ALL);
  }

  KeyPackageSecrets freshKeyPackage(CipherSuite suite) {
    return KeyPackageSecrets.create(
        CRYPTO, suite, identity, Lifetime.of(NOW, Duration.ofDays(30)), random);
  }

  Group join(byte[] welcome) throws Exception {
    return Group.join(
            settings,
            (Welcome) MlsMessage.decode(welcome),
            keyPackage,
            identity.keys(),
            Optional.empty(),
            NOW)
        .group();
  }
}
