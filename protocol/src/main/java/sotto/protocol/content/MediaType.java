package sotto.protocol.content;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// A media type, as draft-ietf-mls-extensions frames application data.
///
/// ```
/// struct { opaque parameter_name<V>; opaque parameter_value<V>; } Parameter;
/// struct { opaque type<V>; Parameter parameters<V>; } MediaType;
/// ```
public record MediaType(String type, List<Parameter> parameters) implements Encodable {
  public static final MediaType MIMI_CONTENT = of("application/mimi-content");
  public static final MediaType MESSAGE_STATUS = of("application/mimi-message-status");
  public static final MediaType SOTTO = of("application/sotto");

  public MediaType {
    parameters = List.copyOf(parameters);
  }

  public record Parameter(String name, String value) implements Encodable {
    @Override
    public void encode(Writer out) {
      Fields.text(out, name);
      Fields.text(out, value);
    }

    static Parameter decode(Reader in) throws MlsException {
      return new Parameter(
          Fields.text(in, Limits.MAX_MEDIA_TYPE), Fields.text(in, Limits.MAX_MEDIA_TYPE));
    }
  }

  public static MediaType of(String type) {
    return new MediaType(type, List.of());
  }

  @Override
  public void encode(Writer out) {
    Fields.text(out, type);
    out.vector(parameters);
  }

  public static MediaType decode(Reader in) throws MlsException {
    return new MediaType(
        Fields.text(in, Limits.MAX_MEDIA_TYPE),
        Fields.list(in, Limits.MAX_MEDIA_TYPE_PARAMETERS, Parameter::decode));
  }
}
