package sotto.tests.vectors;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.KeyValueText.Block;

/// The Monte Carlo chain of SHAKE (SHA3VS §6.3.3): 1,000 times the first 128 bits of an output are
/// hashed to the next, whose length follows from the last two bytes of the one before.
///
/// @param text has the bounds of the lengths, in bits
record NistShakeChain(int strength, String text) {
  private static final int STEPS = 1_000;
  private static final int MESSAGE = 16;

  /// @param before the message that the chain starts with, or the link before
  void check(Block before, Block link) throws Exception {
    int least = (bound("Minimum") + 7) / 8;
    int most = bound("Maximum") / 8;
    boolean isFirst = !before.has("output");
    byte[] output = before.hex(isFirst ? "msg" : "output");
    int length = isFirst ? most : next(output, least, most);
    for (int step = 0; step < STEPS; step++) {
      int wanted = step == 0 ? length : next(output, least, most);
      output = NistShake.hash(strength, Arrays.copyOf(output, MESSAGE), wanted);
    }
    Expect.equal("the chain's last output", link.hex("output"), output);
    Expect.equal("its length in bits", link.integer("outputlen"), 8 * output.length);
  }

  private static int next(byte[] output, int least, int most) {
    int last = (output[output.length - 2] & 0xff) << Byte.SIZE | output[output.length - 1] & 0xff;
    return least + last % (most - least + 1);
  }

  private int bound(String name) throws Mismatch {
    Matcher bound = Pattern.compile(name + " Output Length \\(bits\\) = (\\d+)").matcher(text);
    if (!bound.find()) {
      throw new Mismatch("the file has no " + name + " Output Length");
    }
    return Integer.parseInt(bound.group(1));
  }
}
