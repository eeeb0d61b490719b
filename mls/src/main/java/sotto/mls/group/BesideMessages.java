package sotto.mls.group;

import sotto.mls.codec.MlsException;
import sotto.mls.message.SafeAad;
import sotto.mls.tree.Extensions;

/// What travels in clear beside a message: anything, or in a group with the component `safe_aad` a
/// [SafeAad] (draft-ietf-mls-extensions §4.9).
final class BesideMessages {
  private BesideMessages() {}

  /// What is sent: of nothing an empty SafeAAD, where one is asked for.
  ///
  /// @throws IllegalArgumentException when something else is given
  static byte[] framed(Extensions groupContext, byte[] authenticatedData) {
    try {
      if (!SafeAad.isUsed(groupContext)) {
        return authenticatedData;
      }
      return authenticatedData.length == 0
          ? SafeAad.NOTHING.encoded()
          : SafeAad.decode(authenticatedData).encoded();
    } catch (MlsException e) {
      throw new IllegalArgumentException(
          "In this group authenticated data are a SafeAad: " + e.getMessage(), e);
    }
  }

  /// draft-ietf-mls-extensions §4.9: "the entire authenticated_data field is framed as a SafeAAD
  /// struct such that the elements of aad_items are sorted".
  static void check(Extensions groupContext, byte[] authenticatedData) throws MlsException {
    if (!SafeAad.isUsed(groupContext)) {
      return;
    }
    try {
      SafeAad.decode(authenticatedData);
    } catch (MlsException e) {
      throw new MlsException("What travels beside a message is no SafeAAD: " + e.getMessage(), e);
    }
  }
}
