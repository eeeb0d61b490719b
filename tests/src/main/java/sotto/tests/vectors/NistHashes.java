package sotto.tests.vectors;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST CAVP known answers of hash functions: messages of whole bytes, and the Monte Carlo chain of
/// 100 times 1,000 hashes. The comments name the hash.
final class NistHashes implements Family {
  private static final Pattern NAME = Pattern.compile("SHA3-\\d{3}|SHA-?512/\\d{3}|SHA-?\\d{1,3}");
  private static final int STEPS = 1_000;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    List<Block> chain = text.blocks().stream().filter(block -> block.has("md")).toList();
    boolean isChain = text.has("seed") && !chain.isEmpty();
    if (text.has("key") || !isChain && !text.has("len", "msg", "md")) {
      return Optional.empty();
    }
    String name = name(text.comments(), text.blocks().getFirst().section());
    List<Case> cases = new ArrayList<>();
    String before = isChain ? text.blocks().getFirst().fields().getOrDefault("seed", "") : "";
    for (Block block : chain) {
      String seed = before;
      cases.add(
          new Case(
              block.name(cases.size()),
              () -> {
                if (isChain) {
                  chain(name, seed, block);
                } else {
                  message(name, block);
                }
              }));
      before = block.fields().getOrDefault("md", "");
    }
    return Optional.of(List.copyOf(cases));
  }

  private static void message(String name, Block block) throws Exception {
    int bits = block.integer("len");
    if (bits % 8 != 0) {
      throw new Case.Unused("hashes of messages that are no whole bytes");
    }
    byte[] message = Arrays.copyOf(block.hex("msg"), bits / 8);
    Expect.equal("the hash", block.hex("md"), digest(name).digest(message));
  }

  /// SHA-1 and SHA-2 hash the last three results (SHAVS §6.4), SHA-3 the last one (SHA3VS §6.2.3).
  private static void chain(String name, String seedText, Block block) throws Exception {
    byte[] seed = HexFormat.of().parseHex(seedText);
    MessageDigest hash = digest(name);
    int kept = name.startsWith("SHA3") ? 1 : 3;
    byte[][] last = new byte[kept][];
    Arrays.fill(last, seed);
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < kept; i++) {
        hash.update(last[(step + i) % kept]);
      }
      last[step % kept] = hash.digest();
    }
    Expect.equal("the chain's last hash", block.hex("md"), last[(STEPS - 1) % kept]);
  }

  private static MessageDigest digest(String name) throws Exception {
    return switch (name) {
      case "SHA-1",
          "SHA-224",
          "SHA-256",
          "SHA-384",
          "SHA-512",
          "SHA3-256",
          "SHA3-384",
          "SHA3-512" ->
          MessageDigest.getInstance(name);
      default -> throw new Case.Unused("the hash " + name);
    };
  }

  /// The name in the comments, else the one whose output is as long as the section says.
  private static String name(String comments, String section) {
    Matcher named = NAME.matcher(comments);
    if (named.find()) {
      String name = named.group();
      return name.startsWith("SHA3") || name.startsWith("SHA-") ? name : "SHA-" + name.substring(3);
    }
    return switch (section.replaceAll("[^0-9]", "")) {
      case "20" -> "SHA-1";
      case "28" -> "SHA-224";
      case "32" -> "SHA-256";
      case "48" -> "SHA-384";
      case "64" -> "SHA-512";
      default -> "that the file does not name";
    };
  }
}
