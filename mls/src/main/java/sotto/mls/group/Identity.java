package sotto.mls.group;

import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.ProposalType;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;

/// What a client says of itself in its leaf, and the key that it signs with.
///
/// @param capabilities what it understands (RFC 9420 §7.2)
/// @param extensions of its leaf
public record Identity(
    Credential credential,
    SignatureKeyPair keys,
    Capabilities capabilities,
    Extensions extensions) {

  public Identity {
    // RFC 9420 §7.2: the RFC's own types "are considered 'default' and MUST NOT be listed".
    if (capabilities.extensions().stream().anyMatch(ExtensionType::isDefault)
        || capabilities.proposals().stream().anyMatch(ProposalType::isDefault)) {
      throw new IllegalArgumentException("Capabilities list a type that every client has.");
    }
  }

  /// A client that understands the suite and no extensions.
  public static Identity of(Credential credential, SignatureKeyPair keys, CipherSuite suite) {
    return new Identity(credential, keys, Capabilities.of(suite.id()), Extensions.NONE);
  }

  public Identity withCapabilities(Capabilities other) {
    return new Identity(credential, keys, other, extensions);
  }

  public Identity withExtensions(Extensions other) {
    return new Identity(credential, keys, capabilities, other);
  }
}
