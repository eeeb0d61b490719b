package sotto.mls.group;

import sotto.mls.codec.MlsException;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;

/// The structs that have extensions, and which of them an extension is for (RFC 9420 §17.3: "The
/// messages in which the extension may appear").
///
/// That is asked of what this client makes. What others made is not refused for it: no sentence of
/// the RFC says so, and who refuses alone is alone from then on.
enum ExtensionPlace {
  KEY_PACKAGE("KeyPackage"),
  LEAF_NODE("LeafNode"),
  GROUP_CONTEXT("GroupContext"),
  GROUP_INFO("GroupInfo");

  private final String struct;

  ExtensionPlace(String struct) {
    this.struct = struct;
  }

  /// @throws IllegalArgumentException when one of them is for something else
  void check(Extensions extensions) {
    for (Extension extension : extensions.list()) {
      if (!takes(extension.type())) {
        throw new IllegalArgumentException(
            "An extension of type %d is given for a %s; %s."
                .formatted(extension.type(), struct, belongs(extension.type())));
      }
    }
    if (this == GROUP_CONTEXT) {
      // What is in them is checked with the members that they are for.
      Grease.refuseIn(extensions.list().stream().mapToInt(Extension::type));
      return;
    }
    try {
      AppDataDictionary.in(extensions);
    } catch (MlsException e) {
      throw new IllegalArgumentException("The application data of extensions are malformed.", e);
    }
  }

  private boolean takes(int type) {
    return switch (type) {
      case ExtensionType.APPLICATION_ID, ExtensionType.SUPPORTED_WIRE_FORMATS -> this == LEAF_NODE;
      case ExtensionType.REQUIRED_CAPABILITIES,
          ExtensionType.EXTERNAL_SENDERS,
          ExtensionType.REQUIRED_WIRE_FORMATS ->
          this == GROUP_CONTEXT;
      case ExtensionType.RATCHET_TREE, ExtensionType.EXTERNAL_PUB -> false;
      default -> true;
    };
  }

  private static String belongs(int type) {
    return switch (type) {
      case ExtensionType.APPLICATION_ID, ExtensionType.SUPPORTED_WIRE_FORMATS ->
          "it belongs into a leaf";
      case ExtensionType.RATCHET_TREE, ExtensionType.EXTERNAL_PUB ->
          "the library makes it itself, for a GroupInfo";
      default -> "it belongs into the GroupContext";
    };
  }
}
