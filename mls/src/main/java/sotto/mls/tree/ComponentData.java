package sotto.mls.tree;

import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// draft-ietf-mls-extensions: one component's data.
///
/// ```text
/// struct {
///     ComponentID component_id;
///     opaque data<V>;
/// } ComponentData;
/// ```
///
/// @param componentId a uint16
public record ComponentData(int componentId, byte[] data) implements Encodable {
  public ComponentData {
    given("data", data);
  }

  /// The components that a client understands, in a LeafNode; those that all must, in a
  /// GroupContext. Its data are a list of component ids.
  public static final int APP_COMPONENTS = 0x0001;

  /// The components that use Safe AAD, as a list likewise.
  public static final int SAFE_AAD = 0x0002;

  /// The media types of application messages; the application reads them.
  public static final int CONTENT_MEDIA_TYPES = 0x0003;

  /// Marks a KeyPackage as one of last resort; its data are empty.
  public static final int LAST_RESORT_KEY_PACKAGE = 0x0004;

  /// From here on ids are for private use.
  public static final int FIRST_PRIVATE = 0x8000;

  /// @throws MlsException when the bytes are no such value
  public static ComponentData decode(Reader in) throws MlsException {
    return new ComponentData(given("in", in).uint16(), in.opaque());
  }

  @Override
  public void encode(Writer out) {
    given("out", out).uint16(componentId).opaque(data);
  }
}
