package sotto.tests.vectors;

import sotto.mls.message.MlsMessage;
import sotto.tests.vectors.Case.Mismatch;

/// MLSMessages of a known kind.
final class Messages {
  private Messages() {}

  static <T extends MlsMessage> T read(byte[] bytes, Class<T> type) throws Exception {
    MlsMessage message = MlsMessage.decode(bytes);
    if (!type.isInstance(message)) {
      throw new Mismatch("a " + type.getSimpleName() + " is a " + message.wireFormat());
    }
    return type.cast(message);
  }
}
