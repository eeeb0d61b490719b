package sotto.protocol.frame;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// A Welcome and the new clients whose queues it goes into.
///
/// ```
/// struct {
///   ClientAddress recipients<V>;
///   opaque welcome<V>;            // an MLSMessage that holds a Welcome
/// } WelcomeFor;
/// ```
public record WelcomeFor(List<ClientAddress> recipients, Bytes welcome) implements Encodable {
  public WelcomeFor {
    recipients = Fields.atMost(recipients, Limits.MAX_ADDS_PER_COMMIT, "a Welcome's recipients");
    welcome.atMost(Limits.MAX_HANDSHAKE_MESSAGE, "a Welcome");
  }

  @Override
  public void encode(Writer out) {
    out.vector(recipients);
    welcome.writeOpaque(out);
  }

  public static WelcomeFor decode(Reader in) throws MlsException {
    return new WelcomeFor(
        Fields.list(in, Limits.MAX_ADDS_PER_COMMIT, ClientAddress::decode),
        Fields.opaque(in, Limits.MAX_HANDSHAKE_MESSAGE));
  }
}
