package sotto.protocol.content;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// `application/sotto`: what every application message in a conversation of ours is, around its
/// MIMI content or receipts, if it has any.
///
/// ```
/// struct {
///   uint16 version = 1;
///   uint64 counter;               // 0: not counted
///   ListVersion lists<V>;         // no address twice, at most 256
///   SubmissionId resend<V>;       // at most 64
///   optional<ApplicationFraming> inner;       // not application/sotto
///   Extension extensions<V>;      // at most 16, no type twice; unknown ones are ignored
/// } SottoContent;
/// struct { Address address; uint64 version; } ListVersion;
/// struct { uint16 type; opaque data<V>; } Extension;
/// ```
public record SottoContent(
    long counter,
    List<ListVersion> lists,
    List<SubmissionId> resend,
    Optional<ApplicationFraming> inner,
    List<Extension> extensions)
    implements Encodable {
  /// The type of the extension that holds the sender's display name in UTF-8.
  public static final int DISPLAY_NAME = 1;

  /// The type of the extension by which content that is sent again names the submission that
  /// arrived damaged.
  public static final int SENT_BEFORE = 3;

  private static final int VERSION = 1;

  public SottoContent {
    lists = Fields.atMost(lists, Limits.MAX_LIST_VERSIONS, "list versions");
    resend = Fields.atMost(resend, Limits.MAX_RESEND_REQUESTS, "resend requests");
    extensions = Fields.atMost(extensions, Limits.MAX_CONTENT_EXTENSIONS, "extensions");
  }

  /// The highest version of an account's client list that the sender knows.
  public record ListVersion(Address address, long version) implements Encodable {
    @Override
    public void encode(Writer out) {
      out.struct(address).uint64(version);
    }

    static ListVersion decode(Reader in) throws MlsException {
      return new ListVersion(Address.decode(in), Fields.count(in));
    }
  }

  public record Extension(int type, Bytes data) implements Encodable {
    @Override
    public void encode(Writer out) {
      data.writeOpaque(out.uint16(type));
    }

    static Extension decode(Reader in) throws MlsException {
      return new Extension(in.uint16(), Fields.opaque(in, Limits.MAX_APPLICATION_MESSAGE));
    }
  }

  /// Counted content.
  public static SottoContent of(long counter, List<ListVersion> lists, ApplicationFraming content) {
    return new SottoContent(counter, lists, List.of(), Optional.of(content), List.of());
  }

  /// Asks the group to send the content of these submissions again.
  public static SottoContent asking(List<ListVersion> lists, List<SubmissionId> resend) {
    return new SottoContent(0, lists, resend, Optional.empty(), List.of());
  }

  @Override
  public void encode(Writer out) {
    out.uint16(VERSION).uint64(counter).vector(lists).vector(resend);
    out.optional(inner, Writer::struct).vector(extensions);
  }

  public static SottoContent decode(byte[] bytes) throws MlsException {
    return ((Decoder<SottoContent>) SottoContent::decode).decodeAll(bytes);
  }

  static SottoContent decode(Reader in) throws MlsException {
    if (in.uint16() != VERSION) {
      throw new MlsException("A message is of a version of application/sotto that is not known.");
    }
    SottoContent content =
        new SottoContent(
            Fields.count(in),
            Fields.list(in, Limits.MAX_LIST_VERSIONS, ListVersion::decode),
            Fields.list(in, Limits.MAX_RESEND_REQUESTS, SubmissionId::decode),
            in.optional(ApplicationFraming::decode),
            Fields.list(in, Limits.MAX_CONTENT_EXTENSIONS, Extension::decode));
    content.check();
    return content;
  }

  private void check() throws MlsException {
    if (inner.filter(framing -> framing.mediaType().equals(MediaType.SOTTO)).isPresent()) {
      throw new MlsException("A message wraps application/sotto in itself.");
    }
    Set<Object> seen = new HashSet<>();
    for (ListVersion list : lists) {
      if (!seen.add(list.address())) {
        throw new MlsException("A message states the client list of one account twice.");
      }
    }
    for (Extension extension : extensions) {
      if (!seen.add(extension.type())) {
        throw new MlsException("A message has an extension of one type twice.");
      }
    }
  }
}
