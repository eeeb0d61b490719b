package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import java.util.stream.IntStream;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.ProposalType;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;

/// What a client says of itself in its leaf (RFC 9420 §5.3, §7.2), and the key that it signs with.
///
/// Who lists the extension `app_data_dictionary` among its capabilities also says in its leaf which
/// components of the application it understands (draft-ietf-mls-extensions §4.6); without
/// [#withComponents] these are the library's own.
///
/// @param capabilities what it understands (RFC 9420 §7.2)
/// @param extensions of its leaf
public record Identity(
    Credential credential,
    SignatureKeyPair keys,
    Capabilities capabilities,
    Extensions extensions) {

  /// @throws IllegalArgumentException when the capabilities do not go with the rest, or an
  ///   extension is for another struct (RFC 9420 §17.3)
  public Identity {
    allGiven("credential keys capabilities extensions", credential, keys, capabilities, extensions);
    extensions = AppData.advertised(capabilities, extensions);
    // RFC 9420 §7.2: 'The following proposal and extension types are considered "default" and MUST
    // NOT be listed'.
    if (capabilities.extensions().stream().anyMatch(ExtensionType::isDefault)
        || capabilities.proposals().stream().anyMatch(ProposalType::isDefault)) {
      throw new IllegalArgumentException("Capabilities list a type that every client supports.");
    }
    // RFC 9420 §7.2: "the credential type used in the LeafNode MUST be included in the credentials
    // field of the capabilities field."
    if (!capabilities.credentials().contains(credential.type())) {
      throw new IllegalArgumentException("Capabilities do not list the credential's own type.");
    }
    Grease.refuseIn(IntStream.of(credential.type()));
    ExtensionPlace.LEAF_NODE.check(extensions);
    // RFC 9420 §7.2: "The types of any non-default extensions that appear in the extensions field
    // of a LeafNode MUST be included in the extensions field of the capabilities field".
    if (!extensions.list().stream().allMatch(one -> capabilities.supports(one.type()))) {
      throw new IllegalArgumentException("Capabilities do not list an extension of the leaf.");
    }
  }

  /// A client that understands the suite, basic credentials and its own type of credential, and no
  /// extensions.
  ///
  /// @throws IllegalArgumentException when the key is for another suite, or the credential of a
  ///   type of GREASE
  public static Identity of(Credential credential, SignatureKeyPair keys, CipherSuite suite) {
    allGiven("credential keys suite", credential, keys, suite);
    if (keys.scheme() != suite.signature()) {
      throw new IllegalArgumentException(
          "The key is for %s, and the cipher suite signs with %s."
              .formatted(keys.scheme(), suite.signature()));
    }
    Capabilities basic = Capabilities.of(suite.id());
    Capabilities own =
        credential.type() == Credential.BASIC
            ? basic
            : basic.withCredentials(Credential.BASIC, credential.type());
    return new Identity(credential, keys, own, Extensions.NONE);
  }

  /// @throws IllegalArgumentException when these do not list what the leaf has
  public Identity withCapabilities(Capabilities capabilities) {
    return new Identity(credential, keys, capabilities, extensions);
  }

  /// With the application's own components beside those that the library understands: the extension
  /// `app_data_dictionary` among the capabilities, and the list in the leaf.
  ///
  /// @param componentIds uint16; private ones begin at [ComponentData#FIRST_PRIVATE]
  public Identity withComponents(Integer... componentIds) {
    given("componentIds", componentIds);
    return new Identity(
        credential,
        keys,
        AppData.understood(capabilities),
        AppData.listing(extensions, List.of(componentIds)));
  }

  /// @throws IllegalArgumentException when the capabilities do not list them
  public Identity withExtensions(Extensions extensions) {
    return new Identity(credential, keys, capabilities, extensions);
  }
}
