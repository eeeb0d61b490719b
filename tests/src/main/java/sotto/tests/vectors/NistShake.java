package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST CAVP known answers of SHAKE128 and SHAKE256: messages of whole bytes, outputs of any
/// length, and chains.
final class NistShake implements Family {
  private static final Pattern NAME = Pattern.compile("SHAKE ?(128|256)");

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    Matcher name = NAME.matcher(text.comments());
    if (!text.has("output") || !name.find()) {
      return Optional.empty();
    }
    int strength = Integer.parseInt(name.group(1));
    List<Case> cases = new ArrayList<>();
    NistShakeChain chain = new NistShakeChain(strength, file.text().get());
    Block before = text.blocks().getFirst();
    for (Block block : text.blocks()) {
      Block last = before;
      if (block.has("output")) {
        boolean isLink = !block.has("msg");
        cases.add(
            new Case(
                block.name(cases.size()),
                () -> {
                  if (isLink) {
                    chain.check(last, block);
                  } else {
                    check(strength, block);
                  }
                }));
      }
      before = block;
    }
    return Optional.of(List.copyOf(cases));
  }

  private static void check(int strength, Block block) throws Exception {
    int bits = block.has("len") ? block.integer("len") : 8 * block.hex("msg").length;
    byte[] expected = block.hex("output");
    if (bits % 8 != 0 || block.has("outputlen") && block.integer("outputlen") % 8 != 0) {
      throw new Case.Unused("hashes of messages that are no whole bytes");
    }
    byte[] message = Arrays.copyOf(block.hex("msg"), bits / 8);
    Expect.equal("the output", expected, hash(strength, message, expected.length));
  }

  static byte[] hash(int strength, byte[] message, int length) {
    SHAKEDigest shake = new SHAKEDigest(strength);
    shake.update(message, 0, message.length);
    byte[] output = new byte[length];
    shake.doFinal(output, 0, length);
    return output;
  }
}
