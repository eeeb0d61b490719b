package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §6: whatever travels between clients.
///
/// ```text
/// struct {
///     ProtocolVersion version = mls10;
///     WireFormat wire_format;
///     select (MLSMessage.wire_format) {
///         case mls_public_message:  PublicMessage public_message;
///         case mls_private_message: PrivateMessage private_message;
///         case mls_welcome:         Welcome welcome;
///         case mls_group_info:      GroupInfo group_info;
///         case mls_key_package:     KeyPackage key_package;
///     };
/// } MLSMessage;
/// ```
///
/// [#encode] writes the inner struct alone, [#toMessage] the whole.
public sealed interface MlsMessage extends Encodable
    permits PublicMessage, PrivateMessage, Welcome, GroupInfo, KeyPackage {

  /// The most bytes that [#decode] looks at.
  int MAX_BYTES = 64 << 20;

  WireFormat wireFormat();

  /// The bytes that travel.
  ///
  /// @throws IllegalArgumentException when they are more than any receiver decodes
  default byte[] toMessage() {
    Writer out = new Writer(4 + expectedBytes());
    ProtocolVersion.encode(out);
    byte[] message = out.uint16(wireFormat().value()).struct(this).toBytes();
    if (message.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A message would be %d bytes long; at most %d are read."
              .formatted(message.length, MAX_BYTES));
    }
    return message;
  }

  /// A message of one kind, such as a [Welcome].
  ///
  /// @throws MlsException when the bytes are not exactly one message, or one of another kind
  static <M extends MlsMessage> M decode(byte[] message, Class<M> kind) throws MlsException {
    allGiven("message kind", message, kind);
    MlsMessage decoded = decode(message);
    if (!kind.isInstance(decoded)) {
      throw new MlsException(
          "A %s came where a %s was expected."
              .formatted(decoded.getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(decoded);
  }

  /// @throws MlsException when the bytes are not exactly one message of a known format
  static MlsMessage decode(byte[] message) throws MlsException {
    given("message", message);
    if (message.length > MAX_BYTES) {
      throw new MlsException("A message is longer than " + MAX_BYTES + " bytes.");
    }
    Reader in = new Reader(message);
    ProtocolVersion.decode(in);
    MlsMessage decoded =
        switch (WireFormat.of(in.uint16())) {
          case PUBLIC_MESSAGE -> PublicMessage.decode(in);
          case PRIVATE_MESSAGE -> PrivateMessage.decode(in);
          case WELCOME -> Welcome.decode(in);
          case GROUP_INFO -> GroupInfo.decode(in);
          case KEY_PACKAGE -> KeyPackage.decode(in);
        };
    in.end();
    // RFC 9420 §10: "it MUST verify that the version field of the KeyPackage has the same value as
    // the version field of the MLSMessage."
    if (decoded instanceof KeyPackage keyPackage && keyPackage.version() != ProtocolVersion.MLS10) {
      throw new MlsException("A KeyPackage is of another version than its message.");
    }
    return decoded;
  }
}
