package sotto.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One message from the inside: labelled facts in the order in which they are shown (sizes before
/// and after padding, epoch, generation, suite, key exchange of the connection, what the server
/// saw).
///
/// @param facts label to value; values are safe to print after `DisplayText`
/// @param ciphertext the bytes that left or reached this client, when they are still kept
public record Inspection(MessageId id, Map<String, String> facts, byte[] ciphertext) {
  public Inspection {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    ciphertext = ciphertext.clone();
  }

  @Override
  public byte[] ciphertext() {
    return ciphertext.clone();
  }
}
