package sotto.classic.part;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A decrypted message. `proven` is false only where the design shows the text before it looks at
/// the proof.
public record Opened(byte[] bytes, boolean proven) {

  public String text() throws Refusal {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.here("The decrypted message is not UTF-8 text.");
    }
  }
}
