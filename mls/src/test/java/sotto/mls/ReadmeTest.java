package sotto.mls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Committed;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Padding;
import sotto.mls.group.Received;
import sotto.mls.group.Sent;
import sotto.mls.group.Settings;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Lifetime;

/// The README shows this code, and this test runs it.
class ReadmeTest {
  // README
  Identity identity(String name, CipherSuite suite, RandomGenerator random) {
    var keys = PortableCrypto.create().generateSignatureKeyPair(suite.signature(), random);
    return Identity.of(Credential.basic(name.getBytes(UTF_8)), keys, suite);
  }

  // README

  @Test
  void threePeopleTalk() throws Exception {
    SecureRandom random = new SecureRandom();
    AuthenticationService authentication = AuthenticationService.unsafeBelieveEverything();
    // README
    Instant now = Instant.now();
    CipherSuite suite = CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519;
    Settings settings = Settings.of(PortableCrypto.create(), authentication);
    Lifetime month = Lifetime.of(now, Duration.ofDays(30));
    Identity alice = identity("alice", suite, random);
    Identity bob = identity("bob", suite, random);
    Identity carol = identity("carol", suite, random);
    var bobs = KeyPackageSecrets.create(settings.crypto(), suite, bob, month, random);
    var carols = KeyPackageSecrets.create(settings.crypto(), suite, carol, month, random);

    var parameters = GroupParameters.of(GroupId.random(random), suite);
    Group atAlice = Group.create(settings, alice, parameters, now, random);
    CommitRequest add = CommitRequest.update().add(bobs.keyPackage(), carols.keyPackage());
    Committed committed = atAlice.commit(add, now, random);
    atAlice = committed.group().adopt(committed.pending()).group();
    Welcome welcome = MlsMessage.decode(committed.welcome().orElseThrow(), Welcome.class);
    Group atBob = Group.join(settings, welcome, bobs, bob.keys(), Optional.empty(), now).group();
    Group atCarol =
        Group.join(settings, welcome, carols, carol.keys(), Optional.empty(), now).group();

    Sent sent =
        atBob.protect("hello".getBytes(UTF_8), new byte[0], Padding.toMultipleOf(512), random);
    Received received = atAlice.process(MlsMessage.decode(sent.message()), now);
    // README
    assertThat(((Received.ApplicationMessage) received).content())
        .isEqualTo("hello".getBytes(UTF_8));
    assertThat(atCarol.epochAuthenticator()).isEqualTo(sent.group().epochAuthenticator());
  }

  @Test
  void theReadmeShowsThisCode() throws Exception {
    Path root = Path.of(System.getProperty("sotto.root", ".."));
    String source = Files.readString(root.resolve("mls/src/test/java/sotto/mls/ReadmeTest.java"));
    String[] shown = source.split("// README\n");
    List<String> blocks = codeIn(Files.readString(root.resolve("mls/README.md")));
    assertThat(blocks).hasSize(2);
    assertThat(plain(blocks.get(1))).isEqualTo(plain(shown[1]));
    assertThat(plain(blocks.get(0))).isEqualTo(plain(shown[3]));
  }

  /// Every block of Java that the README has, so that none is there which no test compiles.
  private static List<String> codeIn(String readme) {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /// However the lines are broken.
  private static String plain(String code) {
    return code.replaceAll("\\s+", " ").replace("= ", "=").strip();
  }
}
