package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.mls.crypto.HashFunction;

/// How `tests/run-vectors` takes files, counts and ends, whatever is in them.
class RunVectorsTest {
  /// RFC 3686 §6, test vector 1.
  private static final String CTR =
      """
      # AES Counter test vectors from RFC 3686

      [ENCRYPT]

      COUNT = 0
      KEY = AE6852F8121067CC4BF7A5765577F39E
      IV = 00000030000000000000000000000001
      PLAINTEXT = 53696E676C6520626C6F636B206D7367
      CIPHERTEXT = E4095D4FB7A7B3792D6175A3261311B8
      """;

  @TempDir Path folder;

  record Run(int exit, List<String> lines, String errors) {
    String total() {
      return lines.getLast();
    }
  }

  @Test
  void aNumberThatIsTooLargeFailsAndGroupsThatAreNoListAreNamed() throws Exception {
    Path large =
        Files.writeString(
            folder.resolve("large.json"),
            """
            [{"n_leaves": 18446744073709551617, "n_nodes": 1, "root": 0,
              "left": [null], "right": [null], "parent": [null], "sibling": [null]}]
            """);
    assertThat(run(large).total()).isEqualTo("0 passed, 1 failed, 0 skipped");
    Path noList =
        Files.writeString(
            folder.resolve("none.json"), "{\"algorithm\": \"AES-GCM\", \"testGroups\": 5}");
    assertThat(run(noList).total()).isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  private static Run run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        RunVectors.run(
            Arrays.stream(args).map(Object::toString).toList(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        exit,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] tar(List<byte[]> members) {
    return tar("", "ustar", members);
  }

  /// The oldest form has no magic text, and an empty type for a file.
  private static byte[] tar(String ending, String magic, List<byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < members.size(); i++) {
      byte[] header = new byte[512];
      put(header, 0, "folder/member" + i + ending);
      put(header, 124, String.format("%011o", members.get(i).length));
      put(header, 156, magic.isEmpty() ? "" : "0");
      put(header, 257, magic);
      put(header, 148, "        ");
      int sum = 0;
      for (byte each : header) {
        sum += each & 0xff;
      }
      put(header, 148, String.format("%06o\0", sum));
      out.writeBytes(header);
      out.writeBytes(members.get(i));
      out.writeBytes(new byte[(512 - members.get(i).length % 512) % 512]);
    }
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Test
  void aFileIsRecognisedByItsContentUnderAnyName() throws IOException {
    Run run = run(file("holiday.png", CTR));
    assertThat(run.lines()).containsExactly("1 passed, 0 failed, 0 skipped");
    assertThat(run.exit()).isZero();
  }

  @Test
  void gzipAndTarGzAreUnpackedWhateverTheyAreCalled() throws IOException {
    byte[] plain = CTR.getBytes(StandardCharsets.UTF_8);
    Path gzipped = file("a", gzip(plain));
    Path archive = file("b", gzip(tar(List.of(plain, gzip(plain)))));
    assertThat(run(gzipped, archive).lines()).containsExactly("3 passed, 0 failed, 0 skipped");
    Path oldest = file("c", tar("", "", List.of(plain)));
    assertThat(run(oldest).lines()).containsExactly("1 passed, 0 failed, 0 skipped");
  }

  @Test
  void aWrongExpectedValueIsNamedBeforeTheTotalAndEndsWithOne() throws IOException {
    Run run = run(file("good", CTR), file("bad", CTR.replace("E4095D", "E4095E")));
    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().getFirst()).startsWith("failed ").contains("bad ENCRYPT 0");
    assertThat(run.total()).isEqualTo("1 passed, 1 failed, 0 skipped");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void twoLongValuesAreShownWhereTheyDiffer() {
    byte[] expected = new byte[64];
    byte[] actual = expected.clone();
    actual[40] = (byte) 0xab;
    Assertions.assertThatThrownBy(() -> Expect.equal("the tag", expected, actual))
        .hasMessage(
            "the tag is …ab000000000000000000000000000000… (64 bytes, these from byte 40 on)"
                + " instead of …00000000000000000000000000000000… (64 bytes, these from byte 40"
                + " on)");
    byte[] longer = Arrays.copyOf(expected, 65);
    Assertions.assertThatThrownBy(() -> Expect.equal("the tag", expected, longer))
        .hasMessageContaining("…00 (65 bytes")
        .hasMessageContaining("… (64 bytes");
    actual[0] = 1;
    Assertions.assertThatThrownBy(() -> Expect.equal("the tag", expected, actual))
        .hasMessageStartingWith("the tag is 01000000000000000000000000000000… (64 bytes) instead");
  }

  @Test
  void theHelpSaysWhatBecomesOfLifetimes() {
    assertThat(String.join(" ", run("--help").lines())).contains("--now holds the clock");
  }

  @Test
  void anUnknownFileIsSkippedAndNamed() throws IOException {
    Run run = run(file("notes", "milk, bread"), file("odd.json", "{\"a\": 1}"));
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().getFirst()).startsWith("skipped ").contains("notes");
    assertThat(run.total()).isEqualTo("0 passed, 0 failed, 2 skipped");
    assertThat(run.exit()).isZero();
  }

  @Test
  void anUnknownAlgorithmIsSkippedAndNamedCaseByCase() throws IOException {
    String json =
        """
        {"algorithm": "ROT13", "testGroups": [{"type": "RotTest", "tests": [
          {"tcId": 1, "result": "valid"}, {"tcId": 2, "result": "invalid"}]}]}
        """;
    Run run = run(file("rot", json));
    assertThat(run.lines().getFirst()).contains("ROT13").contains("2 cases");
    assertThat(run.total()).isEqualTo("0 passed, 0 failed, 2 skipped");
  }

  @Test
  void anUnreadableFileEndsWithTwoAfterTheOthersAreRun() throws IOException {
    byte[] truncated = gzip(CTR.getBytes(StandardCharsets.UTF_8));
    List<Path> unreadable =
        new ArrayList<>(
            List.of(
                folder.resolve("absent"),
                folder,
                file("cut.gz", Arrays.copyOf(truncated, truncated.length - 9)),
                file("cut.json", "[{\"mls_welcome\": \"00")));
    for (Path path : unreadable) {
      Run run = run(path, file("good", CTR));
      assertThat(run.exit()).as(path.toString()).isEqualTo(2);
      assertThat(run.total()).isEqualTo("1 passed, 0 failed, 0 skipped");
      assertThat(run.errors()).contains(path.toString());
    }
  }

  @Test
  void aSmallFileDoesNotUnpackIntoAllOfMemory() throws IOException {
    Path bomb = file("bomb", gzip(new byte[1 << 20]));
    assertThat(Assertions.catchThrowable(() -> Unpacking.open(bomb, 1 << 16)))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void aTimeThatIsNoneIsAUsageError() throws IOException {
    assertThat(run("--now", "tomorrow", file("good", CTR)).exit()).isEqualTo(2);
    assertThat(run("--now", "2026-11-20T07:00:00Z", file("good", CTR)).exit()).isZero();
    assertThat(run().exit()).isEqualTo(2);
  }

  @Test
  void anOptionThatIsNoneIsAUsageErrorAndIsNamed() throws IOException {
    for (String option : List.of("--bogus", "-x", "--now-ish=5")) {
      Run run = run(option, file("good", CTR));
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.errors()).contains("no option " + option).contains("Usage:");
      assertThat(run.lines()).isEmpty();
    }
    assertThat(run("--now", "tomorrow", "a").errors()).contains("--now").contains("tomorrow");
    assertThat(run("--").exit()).isEqualTo(2);
    Run dashed = run("--", file("good", CTR), "--bogus");
    assertThat(dashed.errors()).contains("--bogus does not exist");
    assertThat(dashed.total()).isEqualTo("1 passed, 0 failed, 0 skipped");
  }

  @Test
  void aFileIsKnownByAnyOfItsElementsAndTheOthersMustHaveTheFieldsToo() throws IOException {
    String json =
        """
        [{"n_leaves": 1}, {"n_leaves": 1, "n_nodes": 1, "root": 0,
          "left": [null], "right": [null], "parent": [null], "sibling": [null]}]
        """;
    assertThat(run(file("trees", json)).total()).isEqualTo("1 passed, 1 failed, 0 skipped");
    String text = json.replace("\"right\": [null]", "\"right\": [\"00\"]");
    assertThat(run(file("text", text)).total()).isEqualTo("0 passed, 2 failed, 0 skipped");
    String more = json.replace("\"left\": [null]", "\"left\": [null, null]");
    assertThat(run(file("more", more)).total()).isEqualTo("0 passed, 2 failed, 0 skipped");
    assertThat(run(file("empty", "[]")).total()).isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void brokenJsonIsUnreadableAloneAndInAnArchive() throws IOException {
    byte[] broken = "{\"algorithm\": }".getBytes(StandardCharsets.UTF_8);
    Run lone = run(file("broken", broken), file("good", CTR));
    assertThat(lone.exit()).isEqualTo(2);
    assertThat(lone.errors()).contains("broken").contains("not JSON");
    assertThat(lone.total()).isEqualTo("1 passed, 0 failed, 0 skipped");
    byte[] good = CTR.getBytes(StandardCharsets.UTF_8);
    Run archive = run(file("archive", gzip(tar(".json", "ustar", List.of(broken, good)))));
    assertThat(archive.exit()).isEqualTo(2);
    assertThat(archive.errors()).contains("member0.json").contains("not JSON");
    assertThat(archive.total()).isEqualTo("1 passed, 0 failed, 0 skipped");
    // What is not called JSON may begin with a bracket for reasons of its own, and an archive
    // without vectors is of another kind.
    Run other = run(file("other", gzip(tar(List.of(broken, good)))));
    assertThat(other.exit()).isZero();
    assertThat(other.total()).isEqualTo("1 passed, 0 failed, 1 skipped");
    byte[] cut = Arrays.copyOf(broken, 5);
    assertThat(run(file("cut", cut)).exit()).isEqualTo(2);
    assertThat(run(file("none", tar(".json", "ustar", List.of(cut, broken)))).exit()).isZero();
  }

  @Test
  void whatANistFileBeginsWithIsNoJson() throws IOException {
    Run run = run(file("xts", "[ENCRYPT]\n\nCOUNT = 1\nTWEAK = 00\n"));
    assertThat(run.exit()).isZero();
    assertThat(run.total()).isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void resultsThatCannotBeWrittenAreTwo() throws IOException {
    var err = new ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    int exit =
        RunVectors.run(
            List.of(file("good", CTR).toString()),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written");
  }

  @Test
  void aLengthThatAVectorStatesIsThatOfItsResult() throws IOException {
    String hkdf =
        """
        Hash = SHA-256
        IKM = 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b
        salt = 000102030405060708090a0b0c
        info = f0f1f2f3f4f5f6f7f8f9
        L = 42
        OKM = 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
        """;
    assertThat(run(file("hkdf", hkdf)).total()).isEqualTo("1 passed, 0 failed, 0 skipped");
    assertThat(run(file("other", hkdf.replace("42", "43"))).total())
        .isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  @Test
  void aByteOrderMarkDoesNotHideJson() throws IOException {
    Run run = run(file("marked", "\uFEFF" + "{\"algorithm\": \"ROT13\", \"testGroups\": []}"));
    assertThat(run.lines()).containsExactly("0 passed, 0 failed, 0 skipped");
  }

  @Test
  void pbkdf2TakesPasswordsThatAreNotText() throws IOException {
    String json =
        """
        {"algorithm": "PBKDF2-HMACSHA256", "testGroups": [{"type": "PbkdfTest", "tests": [
          {"tcId": 1, "password": "ff", "salt": "00", "iterationCount": 1, "result": "valid",
           "dk": "%s"}]}]}
        """;
    // PBKDF2 of one iteration is HMAC(password, salt || 00000001).
    String key =
        HexFormat.of()
            .formatHex(
                Product.crypto()
                    .hmac(
                        HashFunction.SHA256, new byte[] {(byte) 0xff}, new byte[] {0, 0, 0, 0, 1}));
    assertThat(run(file("kdf", json.formatted(key))).lines())
        .containsExactly("1 passed, 0 failed, 0 skipped");
    String other = (key.startsWith("0") ? "1" : "0") + key.substring(1);
    assertThat(run(file("wrong", json.formatted(other))).exit()).isEqualTo(1);
  }

  @Test
  void rsaSignaturesAreRunWithEveryHashThatJcaHas() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    for (String hash : List.of("SHA-256", "SHA-512/256", "SHA3-256")) {
      Signature signer =
          Signature.getInstance(
              (hash.startsWith("SHA3") ? hash : hash.replace("-", "")) + "withRSA");
      signer.initSign(keys.getPrivate());
      HexFormat hex = HexFormat.of();
      String json =
          """
          {"algorithm": "RSASSA-PKCS1-v1_5", "testGroups": [
            {"type": "RsassaPkcs1Verify", "sha": "%1$s", "publicKeyDer": "%2$s", "tests": [
              {"tcId": 1, "msg": "", "sig": "%4$s", "result": "valid"}]},
            {"type": "RsassaPkcs1Generate", "sha": "%1$s", "privateKeyPkcs8": "%3$s", "tests": [
              {"tcId": 2, "msg": "", "sig": "%4$s", "result": "valid"}]}]}
          """
              .formatted(
                  hash,
                  hex.formatHex(keys.getPublic().getEncoded()),
                  hex.formatHex(keys.getPrivate().getEncoded()),
                  hex.formatHex(signer.sign()));
      assertThat(run(file("rsa", json)).lines()).containsExactly("2 passed, 0 failed, 0 skipped");
    }
  }

  @Test
  void rsaKeysOfThreePrimesAreSkippedAndNamed() throws IOException {
    String json =
        """
        {"algorithm": "RSAES-OAEP", "testGroups": [{"type": "RsaesOaepDecrypt",
          "privateKey": {"otherPrimeInfos": []}, "privateKeyPkcs8": "00", "tests": [
            {"tcId": 1, "result": "valid"}]}]}
        """;
    Run run = run(file("three", json));
    assertThat(run.lines().getFirst()).contains("two primes");
    assertThat(run.total()).isEqualTo("0 passed, 0 failed, 1 skipped");
  }
}
