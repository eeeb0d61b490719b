package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import sotto.tests.vectors.KeyValueText.Block;

/// HMAC vectors of RFC 2202 and RFC 4231 in NIST's text format.
final class NistMacs implements Family {
  private static final Pattern HASH =
      Pattern.compile("HMAC[- ]?(?:with )?(SHA-?\\d+|MD5)", Pattern.CASE_INSENSITIVE);

  private static final Pattern LENGTH = Pattern.compile("L ?= ?(\\d{1,3})");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    if (!text.has("key", "msg", "md") && !text.has("key", "msg", "mac")) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(new Case(block.name(cases.size()), () -> check(text.comments(), block)));
    }
    return Optional.of(cases);
  }

  private static void check(String comments, Block block) throws Exception {
    byte[] expected = block.hex(block.has("md") ? "md" : "mac");
    block.checkLength("len", block.hex("msg"));
    Mac mac = Mac.getInstance(Hmacs.jcaName(hash(comments, block.section(), expected)));
    mac.init(Hmacs.key(block.hex("key")));
    byte[] tag = mac.doFinal(block.hex("msg"));
    // RFC 4231 §4.6 gives the first 128 bits only.
    Expect.equal("the tag", expected, Arrays.copyOf(tag, expected.length));
  }

  /// The hash that the comments name, else the one whose output is as long as the tag.
  private static String hash(String comments, String section, byte[] tag) throws Case.Unused {
    if (comments.contains("CMAC")) {
      throw new Case.Unused("CMAC");
    }
    // RFC 2286's tags are as long as SHA-1's.
    if (comments.contains("RIPEMD") || comments.contains("2286")) {
      throw new Case.Unused("HMAC with RIPEMD-160");
    }
    Matcher named = HASH.matcher(comments);
    if (named.find()) {
      return named.group(1);
    }
    // NIST's own files cut tags and give the length of the hash as a section: `[L=32]`.
    Matcher length = LENGTH.matcher(section);
    return switch (length.find() ? Integer.parseInt(length.group(1)) : tag.length) {
      case 20 -> "SHA1";
      case 28 -> "SHA224";
      case 32 -> "SHA256";
      case 48 -> "SHA384";
      case 64 -> "SHA512";
      default -> throw new Case.Unused("a MAC that the file does not name");
    };
  }
}
