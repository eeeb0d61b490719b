package sotto.protocol.frame;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The part of an MLSMessage that is not encrypted: all that a Delivery Service sees of it.
///
/// ```
/// struct {                          // RFC 9420 §6
///   ProtocolVersion version = mls10;
///   WireFormat wire_format;
///   …
/// } MLSMessage;
/// struct {                          // RFC 9420 §6.3
///   opaque group_id<V>;
///   uint64 epoch;
///   ContentType content_type;
///   opaque authenticated_data<V>;
///   opaque encrypted_sender_data<V>;
///   opaque ciphertext<V>;
/// } PrivateMessage;
/// ```
public sealed interface OuterMessage {
  int MLS_10 = 1;
  int PUBLIC_MESSAGE = 1;
  int PRIVATE_MESSAGE = 2;
  int WELCOME = 3;
  int GROUP_INFO = 4;
  int KEY_PACKAGE = 5;

  /// RFC 9420 §6.
  enum ContentType {
    APPLICATION,
    PROPOSAL,
    COMMIT
  }

  record Private(Bytes group, long epoch, ContentType contentType, Bytes authenticatedData)
      implements OuterMessage {
    @Override
    public void expect(ContentType expected, Bytes expectedGroup, long expectedEpoch)
        throws MlsException {
      if (contentType != expected) {
        throw new MlsException("An MLS message has other content than its submission says.");
      }
      if (!group.equals(expectedGroup) || epoch != expectedEpoch) {
        throw new MlsException("An MLS message is of another group or epoch than said outside.");
      }
    }
  }

  record Welcome(int cipherSuite) implements OuterMessage {}

  record KeyPackage(int cipherSuite) implements OuterMessage {}

  /// Well-formed as far as anyone outside can tell, and nothing that our conversations use.
  record Other(int wireFormat) implements OuterMessage {}

  static OuterMessage read(Bytes message) throws MlsException {
    return read(message.reader());
  }

  static OuterMessage read(byte[] message) throws MlsException {
    return read(new Reader(message));
  }

  private static OuterMessage read(Reader in) throws MlsException {
    if (in.uint16() != MLS_10) {
      throw new MlsException("An MLS message is not of version 1.0.");
    }
    int wireFormat = in.uint16();
    return switch (wireFormat) {
      case PRIVATE_MESSAGE -> readPrivate(in);
      case WELCOME -> new Welcome(in.uint16());
      case KEY_PACKAGE -> readKeyPackage(in);
      case PUBLIC_MESSAGE, GROUP_INFO -> new Other(wireFormat);
      default -> throw new MlsException("An MLS message has no known wire format.");
    };
  }

  /// Refuses everything but a PrivateMessage with this content, group and epoch.
  default void expect(ContentType content, Bytes group, long epoch) throws MlsException {
    throw new MlsException("Only a PrivateMessage may be submitted to a group.");
  }

  default void expectWelcome() throws MlsException {
    if (!(this instanceof Welcome)) {
      throw new MlsException("What should be a Welcome is another MLS message.");
    }
  }

  default void expectKeyPackage() throws MlsException {
    if (!(this instanceof KeyPackage)) {
      throw new MlsException("What should be a KeyPackage is another MLS message.");
    }
  }

  private static Private readPrivate(Reader in) throws MlsException {
    Bytes group = Fields.opaque(in, Limits.MAX_GROUP_ID);
    long epoch = Fields.count(in);
    ContentType content =
        switch (in.uint8()) {
          case 1 -> ContentType.APPLICATION;
          case 2 -> ContentType.PROPOSAL;
          case 3 -> ContentType.COMMIT;
          default -> throw new MlsException("A PrivateMessage has no known content type.");
        };
    Bytes authenticatedData = Bytes.wrap(in.opaque());
    in.nested();
    in.nested();
    in.end();
    return new Private(group, epoch, content, authenticatedData);
  }

  private static KeyPackage readKeyPackage(Reader in) throws MlsException {
    if (in.uint16() != MLS_10) {
      throw new MlsException("A KeyPackage is not of MLS 1.0.");
    }
    return new KeyPackage(in.uint16());
  }
}
