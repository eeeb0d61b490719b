package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NIST's files beyond those in the shared set: each kind is run, and one wrong digit fails.
class NistVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  /// The first chain of NIST's CBCMCT128.rsp.
  private static final String AES_CHAIN =
      """
      # AESVS MCT test data for CBC
      [ENCRYPT]

      COUNT = 0
      KEY = 9dc2c84a37850c11699818605f47958c
      IV = 256953b2feab2a04ae0180d8335bbed6
      PLAINTEXT = 2e586692e647f5028ec6fa47a55a2aab
      CIPHERTEXT = 1b1ebd1fc45ec43037fd4844241a437f
      """;

  /// From NIST's gcmEncryptExtIV128.rsp.
  private static final String GCM =
      """
      [Keylen = 128]
      [IVlen = 96]
      [PTlen = 0]
      [AADlen = 0]
      [Taglen = 128]

      Count = 0
      Key = 11754cd72aec309bf52f7687212e8957
      IV = 3c819d9a9bed087615030b65
      PT =
      AAD =
      CT =
      Tag = 250327c674aaf477aef2675748cf6971
      """;

  @TempDir Path folder;

  private List<String> run(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("a.rsp"), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    RunVectors.run(List.of(file.toString()), stream, stream);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void passes(String content) throws Exception {
    assertThat(run(content)).last().isEqualTo("1 passed, 0 failed, 0 skipped");
  }

  private void fails(String content) throws Exception {
    assertThat(run(content)).last().isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  @Test
  void aChainOfAesRunsAThousandSteps() throws Exception {
    passes(AES_CHAIN);
    fails(AES_CHAIN.replace("437f", "437e"));
  }

  /// SP 800-20 §5.2.2: what decrypts in CBC takes each result as the next ciphertext.
  @Test
  void aChainOfTripleDesRunsTenThousandSteps() throws Exception {
    byte[] key = HEX.parseHex("0123456789abcdef23456789abcdef01456789abcdef0123");
    Cipher block = Cipher.getInstance("DESede/ECB/NoPadding");
    block.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "DESede"));
    byte[] vector = HEX.parseHex("0011223344556677");
    byte[] ciphertext = HEX.parseHex("8899aabbccddeeff");
    for (int step = 0; step < 10_000; step++) {
      byte[] plaintext = block.doFinal(ciphertext);
      for (int i = 0; i < 8; i++) {
        plaintext[i] ^= vector[i];
      }
      vector = ciphertext;
      ciphertext = plaintext;
    }
    String chain =
        """
        # TDES Monte Carlo (Modes) Test for CBC
        [DECRYPT]

        COUNT = 0
        KEY1 = 0123456789abcdef
        KEY2 = 23456789abcdef01
        KEY3 = 456789abcdef0123
        IV = 0011223344556677
        CIPHERTEXT = 8899aabbccddeeff
        """
            + "PLAINTEXT = "
            + HEX.formatHex(ciphertext);
    passes(chain);
    fails(chain.replace("IV = 00", "IV = 01"));
  }

  /// AESAVS §6.4.4: the inputs after the first are the IV's bytes, then the outputs.
  @Test
  void aChainOfCfbWithBytesTakesTheIvFirst() throws Exception {
    byte[] key = new byte[16];
    byte[] iv = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
    Cipher cipher = Cipher.getInstance("AES/CFB8/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    byte[] results = new byte[1000];
    byte input = 0x55;
    for (int step = 0; step < results.length; step++) {
      results[step] = cipher.update(new byte[] {input})[0];
      input = step < 16 ? iv[step] : results[step - 16];
    }
    passes(
        "# AESVS MCT test data for CFB8\n[ENCRYPT]\nCOUNT = 0\nKEY = "
            + HEX.formatHex(key)
            + "\nIV = "
            + HEX.formatHex(iv)
            + "\nPLAINTEXT = 55\nCIPHERTEXT = "
            + HEX.toHexDigits(results[999]));
  }

  @Test
  void gcmIsSealedAndOpened() throws Exception {
    passes(GCM);
    fails(GCM.replace("6971", "6970"));
    passes(GCM.replace("6971", "6970").replace("PT =\n", "") + "FAIL\n");
    fails(GCM.replace("PT =\n", "") + "FAIL\n");
  }

  @Test
  void hashesAreOfMessagesAndChains() throws Exception {
    String message =
        """
        #  "SHA-256 ShortMsg" information
        [L = 32]

        Len = 24
        Msg = 616263
        MD = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        """;
    passes(message);
    fails(message.replace("15ad", "15ae"));
    String empty =
        """
        #  "SHA-1 ShortMsg" information
        [L = 20]

        Len = 0
        Msg = 00
        MD = da39a3ee5e6b4b0d3255bfef95601890afd80709
        """;
    passes(empty);
    assertThat(run(empty.replace("SHA-1", "SHA-512/256")))
        .last()
        .isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  /// SHAVS §6.4: a thousand hashes of the last three results.
  @Test
  void aChainOfSha2HashesTheLastThreeResults() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] seed = sha.digest(new byte[] {7});
    byte[][] results = new byte[1003][];
    Arrays.fill(results, 0, 3, seed);
    for (int i = 3; i < results.length; i++) {
      for (int back = 3; back > 0; back--) {
        sha.update(results[i - back]);
      }
      results[i] = sha.digest();
    }
    String chain =
        "#  \"SHA-256 Monte\" information\n[L = 32]\n\nSeed = "
            + HEX.formatHex(seed)
            + "\n\nCOUNT = 0\nMD = "
            + HEX.formatHex(results[1002])
            + "\n";
    passes(chain);
    fails(chain.replace("Seed = ", "Seed = 00").replaceAll("(Seed = [0-9a-f]{64})..", "$1"));
  }

  /// SHA3VS §6.2.3: each hash is of the one before.
  @Test
  void aChainOfSha3HashesTheLastResult() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA3-256");
    byte[] seed = sha.digest(new byte[] {7});
    byte[] last = seed;
    for (int i = 0; i < 1000; i++) {
      last = sha.digest(last);
    }
    String chain =
        "#  \"SHA3-256 Monte\" information\n[L = 256]\n\nSeed = "
            + HEX.formatHex(seed)
            + "\n\nCOUNT = 0\nMD = "
            + HEX.formatHex(last)
            + "\n";
    passes(chain);
    fails(chain.replace("SHA3-256", "SHA-256"));
  }

  /// FIPS 202: SHAKE of nothing.
  @Test
  void shakeHasOutputsOfAnyLength() throws Exception {
    String shake =
        """
        #  "SHAKE128 ShortMsg" information
        [Outputlen = 128]

        Len = 0
        Msg = 00
        Output = 7f9c2ba4e88f827d616045507605853e
        """;
    passes(shake);
    fails(shake.replace("853e", "853f"));
    fails(shake.replace("SHAKE128", "SHAKE256"));
  }

  /// RFC 9106 §5.3.
  @Test
  void argon2idStretchesPasswords() throws Exception {
    String argon =
        """
        # Argon2id, RFC 9106
        COUNT = 0
        pass = 0101010101010101010101010101010101010101010101010101010101010101
        salt = 02020202020202020202020202020202
        secret = 0303030303030303
        ad = 040404040404040404040404
        iter = 3
        lanes = 4
        memcost = 32
        length = 32
        output = 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659
        """;
    passes(argon);
    fails(argon.replace("iter = 3", "iter = 4"));
    assertThat(run(argon.replace("Argon2id", "Argon2d")))
        .last()
        .isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void theHashOfACutTagIsTheSections() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(new byte[] {1, 2, 3}, "HMAC"));
    String tag = HEX.formatHex(mac.doFinal(new byte[] {4}), 0, 32);
    String file =
        "[L=64]\n\nCount = 0\nKlen = 3\nTlen = 32\nKey = 010203\nMsg = 04\nMac = " + tag + "\n";
    passes(file);
    fails(file.replace("Msg = 04", "Msg = 05"));
  }

  @Test
  void signaturesWithRsaVerifyOrFailAsTheFileSays() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(new byte[] {1});
    String file =
        "# \"SigVer PKCS#1 Ver 1.5\" information\n[mod = 2048]\n\nn = "
            + key.getModulus().toString(16)
            + "\n\ne = 010001\nSHAAlg = SHA256\nMsg = 01\nS = "
            + HEX.formatHex(signature.sign())
            + "\nResult = P\n";
    passes(file);
    fails(file.replace("Result = P", "Result = F (1 - Message changed)"));
    passes(file.replace("Msg = 01", "Msg = 02").replace("= P", "= F (1 - Message changed)"));
  }

  @Test
  void ciphersThatNothingUsesAreSkippedByName() throws Exception {
    List<String> lines = run(AES_CHAIN.replace("AESVS MCT", "Camellia"));
    assertThat(lines).first().asString().contains("Camellia");
    assertThat(lines).last().isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  /// The last two links of NIST's SHAKE128Monte.rsp. The first of them has no link before it here,
  /// so that it fails.
  @Test
  void aChainOfShakeGoesOnFromTheLinkBefore() throws Exception {
    String links =
        """
        #  SHAKE128 Monte information for "SHAKE3AllBytesGT"
        [Minimum Output Length (bits) = 128]
        [Maximum Output Length (bits) = 1120]

        COUNT = 98
        Outputlen = 592
        Output = d7f31c9ddbfd3428e6a1b76d18cf7bd4c80594b426bfcdd7d518d3ac972ea5ec2ae63b8abb74b765c971d186589f3788e22f1baa5399a48a59d75210ea69b9ac63aef68f61aa9814719a

        COUNT = 99
        Outputlen = 336
        Output = 4aa371f0099b04a909f9b1680e8b52a21c6510ea2640137d501ffa114bf84717b1f725d64bae4ae5d87a
        """;
    assertThat(run(links)).last().isEqualTo("1 passed, 1 failed, 0 skipped");
    assertThat(run(links.replace("4aa371", "4aa372")))
        .last()
        .isEqualTo("0 passed, 2 failed, 0 skipped");
    assertThat(run(links.replace("= 336", "= 344")))
        .last()
        .isEqualTo("0 passed, 2 failed, 0 skipped");
  }
}
