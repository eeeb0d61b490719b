package sotto.classic.record;

import java.util.Arrays;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;

/// Under which names a record carries the four parts of a protected message. When `iv` and
/// `ciphertext` have one name, the IV comes first in the same string.
public record Placement(String wrappedKey, String iv, String ciphertext, String proof) {

  public Fields put(Fields record, Sealed sealed) {
    Fields more = record.withBytes(wrappedKey, sealed.wrappedKey());
    more =
        joined()
            ? more.with(ciphertext, sealed.content())
            : more.with(iv, sealed.iv()).with(ciphertext, sealed.ciphertext());
    return more.with(proof, sealed.proof());
  }

  public Sealed take(Fields record, int ivBytes) throws Refusal {
    byte[] wrapped = record.bytesOrNone(wrappedKey);
    byte[] content = record.bytes(ciphertext);
    if (!joined()) return new Sealed(wrapped, record.bytes(iv), content, record.bytes(proof));
    if (content.length < ivBytes)
      throw Refusal.here("The field " + ciphertext + " is too short for its IV.");
    return new Sealed(
        wrapped,
        Arrays.copyOf(content, ivBytes),
        Arrays.copyOfRange(content, ivBytes, content.length),
        record.bytes(proof));
  }

  private boolean joined() {
    return iv.equals(ciphertext);
  }
}
