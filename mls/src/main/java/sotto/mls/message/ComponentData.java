package sotto.mls.message;

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
public record ComponentData(int componentId, byte[] data) implements Encodable {

  /// Marks a KeyPackage as one of last resort; its data are empty.
  public static final int LAST_RESORT_KEY_PACKAGE = 0x0004;

  public static final int APP_COMPONENTS = 0x0001;
  public static final int SAFE_AAD = 0x0002;

  public static ComponentData decode(Reader in) throws MlsException {
    return new ComponentData(in.uint16(), in.opaque());
  }

  @Override
  public void encode(Writer out) {
    out.uint16(componentId).opaque(data);
  }
}
