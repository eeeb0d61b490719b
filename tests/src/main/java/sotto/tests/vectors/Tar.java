package sotto.tests.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The regular files of a tar archive in memory (the oldest form, and POSIX ustar with GNU and pax
/// long names).
final class Tar {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  /// One regular file.
  record Member(String name, byte[] bytes) {}

  private Tar() {}

  static boolean isTar(byte[] bytes) {
    return bytes.length >= BLOCK && (isUstar(bytes, 0) || hasChecksum(bytes));
  }

  private static boolean isUstar(byte[] tar, int at) {
    return text(tar, at + 257, 5).equals("ustar");
  }

  /// The oldest form has no magic number: what every form has is the sum of its first block, whose
  /// own field counts as blanks.
  private static boolean hasChecksum(byte[] bytes) {
    int sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? 0 : Byte.toUnsignedInt(bytes[i]);
    }
    String stated = text(bytes, CHECKSUM, 8).strip();
    return stated.matches("[0-7]{1,7}") && Integer.parseInt(stated, 8) == sum;
  }

  static List<Member> members(byte[] tar) throws IOException {
    List<Member> members = new ArrayList<>();
    String longName = "";
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      int size = size(tar, at);
      int from = at + BLOCK;
      if (size > tar.length - from) {
        throw new IOException("the tar archive ends in the middle of a member.");
      }
      byte[] content = Arrays.copyOfRange(tar, from, from + size);
      switch (tar[at + 156]) {
        case '0', 0 -> {
          members.add(new Member(longName.isEmpty() ? name(tar, at) : longName, content));
          longName = "";
        }
        case 'L' -> longName = text(content, 0, content.length);
        case 'x' -> longName = paxPath(content);
        default -> longName = "";
      }
      at = from + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return members;
  }

  private static int size(byte[] tar, int at) throws IOException {
    try {
      long size = Long.parseLong(text(tar, at + 124, 12).strip(), 8);
      if (size >= 0 && size <= Integer.MAX_VALUE - BLOCK) {
        return (int) size;
      }
    } catch (NumberFormatException ignored) {
      // Falls through to the one sentence below.
    }
    throw new IOException("the tar archive has a member whose size cannot be read.");
  }

  private static String name(byte[] tar, int at) {
    String prefix = isUstar(tar, at) ? text(tar, at + 345, 155) : "";
    String name = text(tar, at, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /// A pax record is `LENGTH path=VALUE\n`.
  private static String paxPath(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" path="))
        .map(line -> line.substring(line.indexOf(" path=") + 6))
        .findFirst()
        .orElse("");
  }

  /// Text up to the first zero byte.
  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }
}
