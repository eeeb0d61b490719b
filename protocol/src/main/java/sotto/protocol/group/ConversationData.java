package sotto.protocol.group;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.SubmissionBody.Predecessor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// What all members of a conversation agree on, in the GroupContext of its group.
///
/// ```
/// enum { direct(1), many(2), (255) } ConversationKind;
/// struct {
///   uint16 version = 1;
///   ConversationId id;
///   ConversationKind kind;
///   opaque name<V>;               // UTF-8, at most 256 bytes; empty when direct
///   Address administrators<V>;    // no address twice, at most 256
///   optional<Predecessor> predecessor;
/// } ConversationData;
/// ```
public record ConversationData(
    ConversationId id,
    Kind kind,
    String name,
    List<Address> administrators,
    Optional<Predecessor> predecessor)
    implements Encodable {
  private static final int VERSION = 1;

  public enum Kind {
    /// Two accounts.
    DIRECT,
    /// A named conversation.
    MANY
  }

  public ConversationData {
    administrators = Fields.atMost(administrators, Limits.MAX_ADMINISTRATORS, "the administrators");
  }

  /// A conversation of two accounts, whose id follows from their addresses.
  public static ConversationData direct(ConversationId id) {
    return new ConversationData(id, Kind.DIRECT, "", List.of(), Optional.empty());
  }

  public static ConversationData many(
      ConversationId id, String name, List<Address> administrators) {
    return new ConversationData(id, Kind.MANY, name, administrators, Optional.empty());
  }

  public ConversationData named(String newName) {
    return new ConversationData(id, kind, newName, administrators, predecessor);
  }

  public boolean isAdministrator(Address address) {
    return administrators.contains(address);
  }

  @Override
  public void encode(Writer out) {
    out.uint16(VERSION).struct(id).uint8(kind.ordinal() + 1);
    Fields.text(out, name);
    out.vector(administrators);
    out.optional(predecessor, Writer::struct);
  }

  public static ConversationData decode(byte[] extensionData) throws MlsException {
    return ((Decoder<ConversationData>) ConversationData::decode).decodeAll(extensionData);
  }

  static ConversationData decode(Reader in) throws MlsException {
    if (in.uint16() != VERSION) {
      throw new MlsException("A conversation is of a version that this client does not know.");
    }
    ConversationData data =
        new ConversationData(
            ConversationId.decode(in),
            kind(in),
            Fields.text(in, Limits.MAX_CONVERSATION_NAME),
            Fields.list(in, Limits.MAX_ADMINISTRATORS, Address::decode),
            in.optional(Predecessor::decode));
    if (new HashSet<>(data.administrators).size() != data.administrators.size()) {
      throw new MlsException("A conversation names an administrator twice.");
    }
    return data;
  }

  private static Kind kind(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 1 -> Kind.DIRECT;
      case 2 -> Kind.MANY;
      default -> throw new MlsException("A conversation is of no known kind.");
    };
  }
}
