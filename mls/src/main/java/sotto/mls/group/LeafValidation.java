package sotto.mls.group;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;
import sotto.mls.treekem.LeafSignature;

/// The validity of a leaf and of a KeyPackage by themselves (RFC 9420 §7.3, §10.1). How they go
/// with the other members is [GroupValidation]'s.
record LeafValidation(Settings settings, SuiteCrypto crypto) {

  /// Whether a leaf is in something that this client sends, or that it received.
  enum Use {
    SENT,
    RECEIVED
  }

  void checkKeyPackage(KeyPackage keyPackage, Instant now, Use use) throws MlsException {
    // RFC 9420 §10.1: "Verify that the cipher suite and protocol version of the KeyPackage match
    // those in the GroupContext."
    if (keyPackage.version() != ProtocolVersion.MLS10
        || keyPackage.cipherSuite() != crypto.suite().id()) {
      throw new MlsException("A KeyPackage is for another version or cipher suite.");
    }
    LeafNode leaf = keyPackage.leafNode();
    // RFC 9420 §10: "The field leaf_node.leaf_node_source of the LeafNode in a KeyPackage MUST be
    // set
    // to key_package."
    if (!(leaf.source() instanceof LeafNodeSource.KeyPackage)) {
      throw new MlsException("The leaf of a KeyPackage says that it comes from elsewhere.");
    }
    checkLeaf(leaf, Optional.empty());
    checkLifetime(leaf, now, use);
    // RFC 9420 §10.1: "Verify that the signature on the KeyPackage is valid using the public key in
    // leaf_node.credential."
    crypto.verifyWithLabel(
        crypto.verificationKey(leaf.signatureKey()),
        KeyPackage.LABEL,
        keyPackage.toBeSigned(),
        keyPackage.signature());
    // RFC 9420 §10.1: "Verify that the value of leaf_node.encryption_key is different from the
    // value
    // of the init_key field."
    if (Arrays.equals(leaf.encryptionKey(), keyPackage.initKey())) {
      throw new MlsException("A KeyPackage uses one key for two purposes.");
    }
    crypto.hpke().checkPublicKey(keyPackage.initKey());
    AppDataDictionary.in(keyPackage.extensions());
  }

  /// @param place where the leaf is or goes, unless it is in a KeyPackage
  void checkLeaf(LeafNode leaf, Optional<LeafNode.Place> place) throws MlsException {
    checkContent(leaf);
    LeafSignature.verify(crypto, leaf, place);
  }

  /// Everything but the signature and the lifetime.
  void checkContent(LeafNode leaf) throws MlsException {
    Capabilities can = leaf.capabilities();
    // RFC 9420 §7.2: "the credential type used in the LeafNode MUST be included in the credentials
    // field of the capabilities field."
    if (!can.credentials().contains(leaf.credential().type())) {
      throw new MlsException("A client does not support its own type of credential.");
    }
    // RFC 9420 §7.3: "Verify that the extensions in the LeafNode are supported".
    Set<Integer> understood = new HashSet<>(can.extensions());
    if (!leaf.extensions().list().stream()
        .map(Extension::type)
        .allMatch(type -> ExtensionType.isDefault(type) || understood.contains(type))) {
      throw new MlsException("A leaf has an extension that its client does not support.");
    }
    AppDataDictionary data = AppDataDictionary.in(leaf.extensions());
    data.list(ComponentData.APP_COMPONENTS);
    data.list(ComponentData.SAFE_AAD);
    crypto.hpke().checkPublicKey(leaf.encryptionKey());
    checkCredential(leaf.credential(), leaf.signatureKey());
  }

  /// For a client that is added here: members that were added elsewhere are not refused for it,
  /// since deployed clients do not all list the suite that they use.
  void checkSupports(LeafNode leaf) throws MlsException {
    Capabilities can = leaf.capabilities();
    // RFC 9420 §11.1: "all members of the group need to support the cipher suite and protocol
    // version
    // in use."
    if (!can.versions().contains(Capabilities.MLS10)
        || !can.cipherSuites().contains(crypto.suite().id())) {
      throw new MlsException("A client does not support the group's version or cipher suite.");
    }
    // draft-ietf-mls-extensions §4.6: "Every implementation that advertises support for the
    // app_data_dictionary extension MUST understand and advertise the app_components component".
    if (can.supports(ExtensionType.APP_DATA_DICTIONARY)
        && AppDataDictionary.in(leaf.extensions()).find(ComponentData.APP_COMPONENTS).isEmpty()) {
      throw new MlsException(
          "A client understands application data and does not say of which components.");
    }
  }

  /// RFC 9420 §5.3.1: "Whenever a new credential is introduced in the group, it MUST be validated
  /// with the AS."
  void checkCredential(Credential credential, byte[] signatureKey) throws MlsException {
    if (credential instanceof Credential.X509 x509) {
      X509Binding.check(x509.certificates(), crypto.suite().signature(), signatureKey);
    }
    refuseIf(settings.authentication().check(credential, signatureKey));
  }

  /// RFC 9420 §5.3.1: "the AS MUST also verify that the set of presented identifiers in the new
  /// credential is valid as a successor".
  void checkSuccessor(LeafNode before, LeafNode after) throws MlsException {
    refuseIf(settings.authentication().checkSuccessor(before, after));
  }

  // RFC 9420 §5.3.1: credentials are validated "When an external_senders extension is added to the
  // group" and "When an existing external_senders extension is updated".
  void checkSenders(Extensions before, Extensions after) throws MlsException {
    var senders = after.find(ExtensionType.EXTERNAL_SENDERS);
    if (senders.isPresent() && !senders.equals(before.find(ExtensionType.EXTERNAL_SENDERS))) {
      for (ExternalSender sender :
          after.find(ExtensionType.EXTERNAL_SENDERS, ExternalSender::decodeList).orElseThrow()) {
        checkCredential(sender.credential(), sender.signatureKey());
      }
    }
  }

  private static void refuseIf(AuthenticationService.Verdict verdict) throws MlsException {
    switch (verdict) {
      case AuthenticationService.Verdict.Accepted _ -> {}
      case AuthenticationService.Verdict.Refused(String reason) ->
          throw new MlsException("The Authentication Service refuses a credential: " + reason);
    }
  }

  /// Of a leaf that came into the group by a KeyPackage; others have no lifetime.
  void checkLifetime(LeafNode leaf, Instant now, Use use) throws MlsException {
    if (!(leaf.source() instanceof LeafNodeSource.KeyPackage(Lifetime lifetime))) {
      return;
    }
    // RFC 9420 §7.2: "Applications MUST define a maximum total lifetime that is acceptable for a
    // LeafNode, and reject any LeafNode where the total lifetime is longer".
    Duration max = settings.bounds().maxLifetime();
    if (max.compareTo(Bounds.UNLIMITED) < 0 && !lifetime.isAtMost(max)) {
      throw new MlsException("A KeyPackage is valid for longer than is accepted.");
    }
    // RFC 9420 §7.3: of what is received "it is RECOMMENDED that the client verifies that the
    // current time is within the range of the lifetime field", and a sender MUST. "This check is
    // not mandatory because the LeafNode might have expired in the time between".
    boolean late =
        use == Use.RECEIVED && settings.policy().allows(Policy.Allowance.EXPIRED_MEMBERS);
    if (late ? !lifetime.hasBegun(now) : !lifetime.contains(now)) {
      throw new MlsException(
          "A leaf is valid from "
              + Long.toUnsignedString(lifetime.notBefore())
              + " to "
              + Long.toUnsignedString(lifetime.notAfter())
              + ", and now it is "
              + now.getEpochSecond()
              + ".");
    }
  }
}
