package sotto.tests.vectors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Opens a file as it is: plain, gzip, tar or tar.gz, told apart by their first bytes. Sizes are
/// bounded, so that a small file cannot unpack into all of memory.
final class Unpacking {
  static final int MAX_BYTES = 256 << 20;
  private static final int MAX_DEPTH = 8;

  private Unpacking() {}

  static List<VectorFile> open(Path path) throws UnreadableFile {
    return open(path, MAX_BYTES);
  }

  static List<VectorFile> open(Path path, int maxBytes) throws UnreadableFile {
    if (Files.isDirectory(path)) {
      throw new UnreadableFile(path + " is a folder: name the files in it.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return unpack(path.toString(), path.toString(), atMost(maxBytes, in), maxBytes, MAX_DEPTH);
    } catch (NoSuchFileException absent) {
      throw new UnreadableFile(path + " does not exist.", absent);
    } catch (IOException unreadable) {
      throw new UnreadableFile(path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static List<VectorFile> unpack(
      String origin, String name, byte[] bytes, int maxBytes, int depth) throws IOException {
    if (depth < 0) {
      throw new IOException("archives lie more than " + MAX_DEPTH + " deep in each other.");
    }
    if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return unpack(origin, name, atMost(maxBytes, in), maxBytes, depth - 1);
      }
    }
    if (Tar.isTar(bytes)) {
      List<VectorFile> members = new ArrayList<>();
      for (Tar.Member member : Tar.members(bytes)) {
        members.addAll(
            unpack(origin, name + ":" + member.name(), member.bytes(), maxBytes, depth - 1));
      }
      return List.copyOf(members);
    }
    return List.of(VectorFile.of(origin, name, bytes));
  }

  private static byte[] atMost(int maxBytes, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes);
    if (in.read() >= 0) {
      throw new IOException("it holds more than " + maxBytes + " bytes.");
    }
    return bytes;
  }
}
