package sotto.client.engine;

import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.group.Identity;
import sotto.mls.group.Policy;
import sotto.mls.group.Settings;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.ExtensionType;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.SignatureCheck;
import sotto.protocol.identity.Signer;
import sotto.protocol.limits.Limits;

/// The primitives, and what all groups of this client have in common.
///
/// @param treeInWelcome the largest ratchet tree that goes into a Welcome
public record Cryptography(
    Crypto crypto, Settings settings, SignatureCheck check, int treeInWelcome) {
  /// Invariant 2: "One secure suite, no negotiation."
  static final CipherSuite SUITE = CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519;

  /// Whoever was added and is away for longer than its KeyPackage is valid keeps nobody else out,
  /// and follows what was done meanwhile when it comes back.
  private static final Policy POLICY = Policy.STRICT.with(Policy.Allowance.EXPIRED_MEMBERS);

  public static Cryptography of(Crypto crypto) {
    return of(crypto, Limits.MAX_TREE_IN_WELCOME);
  }

  static Cryptography of(Crypto crypto, int treeInWelcome) {
    SignatureCheck check = Ed25519.check(crypto);
    return new Cryptography(
        crypto,
        Settings.of(crypto, new SelfProving(check)).withPolicy(POLICY),
        check,
        treeInWelcome);
  }

  Signer signer(SignatureKeyPair keys) {
    try {
      return Ed25519.signer(crypto.signingKey(keys));
    } catch (MlsException e) {
      throw new IllegalStateException("A key of this profile does not belong together.", e);
    }
  }

  /// What this client says of itself in every leaf.
  Identity identity(Self self) {
    CredentialIdentity credential =
        CredentialIdentity.sign(
            self.who(), self.leafKey(), self.accountKey(), signer(self.accountKeys()));
    return Identity.of(Credential.basic(credential.encoded()), self.leafKeys(), SUITE)
        .withCapabilities(capabilities());
  }

  private static Capabilities capabilities() {
    return Capabilities.of(SUITE.id())
        .withExtensions(ExtensionType.APP_DATA_DICTIONARY, ExtensionTypes.CONVERSATION);
  }
}
