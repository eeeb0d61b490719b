package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import sotto.mls.codec.MlsException;

/// Edge cases of Ed25519 on which implementations are known to differ, with the verdict that all
/// members must share (see [Ed25519Key]). One of each class of the CCTV set.
enum Ed25519Case {
  ORDINARY(
      "ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076",
      "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506",
      "40657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00",
      "ed25519vectors 5",
      true),
  KEY_OF_SMALL_ORDER(
      "0000000000000000000000000000000000000000000000000000000000000000",
      "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506",
      "05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02",
      "ed25519vectors",
      false),
  KEY_NOT_CANONICAL(
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506",
      "05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02",
      "ed25519vectors 1",
      false),
  COMMITMENT_OF_SMALL_ORDER(
      "ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "330b30d6c1f07511e2208d233b6a34d4ed7109da2dea615bcd97daee3a842704",
      "ed25519vectors 7",
      true),
  COMMITMENT_NOT_CANONICAL(
      "ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "367b7a92fea8539e8793cf812e799e8ed342c635592e74323a8dfd38a06aea0b",
      "ed25519vectors 6",
      false),
  ONLY_WITH_COFACTOR(
      "ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076",
      "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b",
      "2d471882773a677af1e3824e757a33f8ddf7bbeaf3d28a09595eb8daa0d74a03",
      "ed25519vectors 3",
      true),
  KEY_OF_MIXED_ORDER(
      "10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f",
      "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506",
      "08f32d206a7c0b7efa9a59e66546e8f1f599ef843fb502c9cc3c4ae8b7c11e05",
      "ed25519vectors 5",
      true),
  KEY_OF_MIXED_ORDER_ONLY_WITH_COFACTOR(
      "10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f",
      "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506",
      "030b03796b78f7afeadfccaedc9d09ce6d487d1ece1f16b1ae2b59b7e5c40603",
      "ed25519vectors 3",
      true);

  private final String key;
  private final String signature;
  private final String message;
  private final boolean valid;

  Ed25519Case(String key, String commitment, String scalar, String message, boolean valid) {
    this.key = key;
    this.signature = commitment + scalar;
    this.message = message;
    this.valid = valid;
  }

  boolean valid() {
    return valid;
  }

  boolean verdict(Crypto crypto) {
    try {
      return crypto
          .verificationKey(SignatureScheme.ED25519, HexFormat.of().parseHex(key))
          .verify(message.getBytes(StandardCharsets.US_ASCII), HexFormat.of().parseHex(signature));
    } catch (MlsException e) {
      return false;
    }
  }
}
