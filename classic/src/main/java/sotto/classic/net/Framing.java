package sotto.classic.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import sotto.classic.part.Refusal;

/// Where one record ends and the next begins. Every way has a bound; a stream that ends between
/// records is empty.
public enum Framing {
  /// No bytes on a network.
  FILE,
  /// JSON objects and PEM keys one after the other, told apart by their own brackets.
  OBJECTS,
  /// Whatever one read of at most 4,096 bytes returns is taken for one record.
  ONE_READ,
  /// IV, blocks and 64 hexadecimal digits: the digits show the end.
  PACKETS,
  /// Eight bytes of length, big-endian, and so many bytes.
  LENGTH_PREFIX;

  public static final int MAX_RECORD = 64 * 1024;
  public static final int MAX_PREFIXED = 1024 * 1024;

  public Optional<byte[]> read(InputStream in) throws IOException, Refusal {
    return switch (this) {
      case FILE -> Optional.empty();
      case OBJECTS -> object(in);
      case ONE_READ -> once(in);
      case PACKETS -> packet(in);
      case LENGTH_PREFIX -> prefixed(in);
    };
  }

  public byte[] frame(byte[] record) {
    return this == LENGTH_PREFIX
        ? ByteBuffer.allocate(8 + record.length).putLong(record.length).put(record).array()
        : record;
  }

  /// A first record of known length, such as a wrapped key.
  public Optional<byte[]> readFirst(InputStream in, int length) throws IOException, Refusal {
    if (this == ONE_READ) return once(in);
    byte[] first = in.readNBytes(length);
    if (first.length == 0) return Optional.empty();
    if (first.length < length) throw cut();
    return Optional.of(first);
  }

  private static Optional<byte[]> once(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    int count = in.read(buffer);
    return count < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, count));
  }

  private static Optional<byte[]> object(InputStream in) throws IOException, Refusal {
    int first = in.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') first = in.read();
    return switch (first) {
      case -1 -> Optional.empty();
      case '{' -> Optional.of(braces(in));
      case '-' -> Optional.of(pem(in));
      default ->
          throw Refusal.refused(
              "What arrived is neither a JSON object nor a PEM key; the connection is closed.");
    };
  }

  private static byte[] braces(InputStream in) throws IOException, Refusal {
    var record = new ByteArrayOutputStream();
    record.write('{');
    int depth = 1;
    boolean quoted = false;
    boolean escaped = false;
    while (depth > 0) {
      int c = next(in, record);
      if (escaped) escaped = false;
      else if (quoted && c == '\\') escaped = true;
      else if (c == '"') quoted = !quoted;
      else if (!quoted && c == '{') depth++;
      else if (!quoted && c == '}') depth--;
    }
    return record.toByteArray();
  }

  private static byte[] pem(InputStream in) throws IOException, Refusal {
    var record = new ByteArrayOutputStream();
    record.write('-');
    int dashes = 1;
    // "-----BEGIN PUBLIC KEY-----" and "-----END PUBLIC KEY-----" are twenty dashes; base64 has
    // none.
    while (dashes < 20) if (next(in, record) == '-') dashes++;
    return record.toByteArray();
  }

  private static Optional<byte[]> packet(InputStream in) throws IOException, Refusal {
    byte[] head = in.readNBytes(96);
    if (head.length == 0) return Optional.empty();
    if (head.length < 96) throw cut();
    var record = new ByteArrayOutputStream();
    record.writeBytes(head);
    // 64 bytes of ciphertext look like digits in one case out of 2^256.
    byte[] tail = Arrays.copyOfRange(head, 32, 96);
    while (!allDigits(tail)) {
      byte[] block = in.readNBytes(16);
      if (block.length < 16) throw cut();
      if (record.size() > MAX_RECORD) throw tooLong();
      record.writeBytes(block);
      System.arraycopy(tail, 16, tail, 0, 48);
      System.arraycopy(block, 0, tail, 48, 16);
    }
    return Optional.of(record.toByteArray());
  }

  private static boolean allDigits(byte[] tail) {
    for (byte b : tail) if (Character.digit(b, 16) < 0) return false;
    return true;
  }

  private static Optional<byte[]> prefixed(InputStream in) throws IOException, Refusal {
    byte[] prefix = in.readNBytes(8);
    if (prefix.length == 0) return Optional.empty();
    if (prefix.length < 8) throw cut();
    long length = ByteBuffer.wrap(prefix).getLong();
    if (length < 0 || length > MAX_PREFIXED) throw tooLong();
    byte[] record = in.readNBytes((int) length);
    if (record.length < length) throw cut();
    return Optional.of(record);
  }

  private static int next(InputStream in, ByteArrayOutputStream record)
      throws IOException, Refusal {
    int c = in.read();
    if (c < 0) throw cut();
    if (record.size() >= MAX_RECORD) throw tooLong();
    record.write(c);
    return c;
  }

  private static Refusal cut() {
    return Refusal.unreachable("The connection ended in the middle of a record.");
  }

  private static Refusal tooLong() {
    return Refusal.refused(
        "What arrived is longer than any record may be; the connection is closed.");
  }
}
