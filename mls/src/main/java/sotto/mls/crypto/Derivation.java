package sotto.mls.crypto;

import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import sotto.mls.codec.Writer;

/// Secrets that ExpandWithLabel (RFC 9420 §8) derives from one secret under one context, such as
/// the key and the nonce of a message.
///
/// Two of these are run for every message, so what does not change in them is laid out once.
public final class Derivation {
  private static final int FIRST_BLOCK = 1;

  /// The length and the label of each `KDFLabel`.
  private final byte[][] beginnings;

  private final int[] lengths;

  /// The label (without "MLS 1.0 ", RFC 9420 §8) and the length in bytes of a secret, which is at
  /// most `KDF.Nh`.
  public record Output(String label, int length) {
    public Output {
      given("label", label);
    }
  }

  private Derivation(byte[][] beginnings, int[] lengths) {
    this.beginnings = beginnings;
    this.lengths = lengths;
  }

  public static Derivation of(Output... outputs) {
    given("outputs", outputs);
    byte[][] beginnings = new byte[outputs.length][];
    int[] lengths = new int[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      lengths[i] = outputs[i].length();
      beginnings[i] = Labels.kdfLabelBeginning(outputs[i].label(), lengths[i]);
    }
    return new Derivation(beginnings, lengths);
  }

  /// The one of each cipher suite.
  public static Function<CipherSuite, Derivation> ofSuites(Function<CipherSuite, Derivation> each) {
    given("each", each);
    Derivation[] all = Arrays.stream(CipherSuite.values()).map(each).toArray(Derivation[]::new);
    return suite -> all[suite.ordinal()];
  }

  /// @throws IllegalArgumentException when an output is longer than a hash
  List<Secret> expand(Crypto crypto, HashFunction hash, Secret secret, byte[] context) {
    byte[][] messages = new byte[beginnings.length][];
    for (int i = 0; i < messages.length; i++) {
      messages[i] =
          new Writer(beginnings[i].length + Writer.vectorLength(context.length) + 1)
              .fixed(beginnings[i])
              .opaque(context)
              .uint8(FIRST_BLOCK)
              .toBytes();
    }
    return Hkdf.firstBlocks(crypto, hash, secret, messages, lengths);
  }
}
