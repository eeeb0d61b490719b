package sotto.classic.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.Classic;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;

/// `./sotto classic …` as scripts use it: options, exit codes, one sentence on standard error.
class ClassicCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String input, String... args) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Classic.run(List.of(args), in, new PrintStream(out, true), new PrintStream(err, true));
  }

  @Test
  void wrongUsageIsExitTwoAndOneSentence() {
    for (String[] wrong :
        new String[][] {
          {"nothing"},
          {"folder"},
          {"phone"},
          {"phone", "keygen"},
          {"signed", "dance"},
          {"room", "client", "--port"},
          {"room", "client", "--port", "70000"},
          {"room", "client", "--port", "x"},
          {"signed", "client", "--bad"},
          {"signed", "client", "more"},
          {"folder", "--dir", "x", "more"},
          {"folder", "--dir", "x", "--port", "1"},
          {"room", "server", "--timeout", "3"},
          {"challenge", "server", "--timeout", "0"}
        }) {
      err.reset();
      assertThat(run("", wrong)).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
  }

  @Test
  void helpNamesAllFive() {
    assertThat(run("", "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("folder", "phone", "signed", "room", "challenge");
  }

  @Test
  void eachCommandHasItsOwnHelpOnAScreenOfEightyColumns() {
    for (String[] command :
        new String[][] {
          {},
          {"folder"},
          {"phone", "server"},
          {"signed", "keygen"},
          {"room", "client"},
          {"challenge", "server"}
        }) {
      out.reset();
      String name = String.join(" ", command);
      String[] asked = Arrays.copyOf(command, command.length + 1);
      asked[command.length] = "--help";
      assertThat(run("", asked)).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("Example: ./sotto classic")
          .contains(name)
          .contains("--as-published");
      assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(l -> l.length() <= 80);
    }
  }

  @Test
  void theModuleUsesNoOtherModuleOfSotto() {
    var module = Classic.class.getModule();
    if (module.isNamed())
      assertThat(module.getDescriptor().requires()).noneMatch(r -> r.name().startsWith("sotto."));
  }

  @Test
  void keygenWritesItsFilesIntoTheFolder(@TempDir Path folder) {
    assertThat(run("", "signed", "keygen", "--data", folder.toString())).isZero();
    assertThat(folder.resolve("server_private_key.pem")).exists();
    assertThat(run("", "room", "keygen", "--dir", folder.toString())).isZero();
    assertThat(folder.resolve("public.pem")).exists();
  }

  @Test
  void keygenReplacesKeysOnlyWhenAsked(@TempDir Path folder) throws Exception {
    for (String system : List.of("signed", "room")) {
      Path key = folder.resolve(system.equals("room") ? "private.pem" : "server_private_key.pem");
      assertThat(run("", system, "keygen", "--data", folder.toString())).isZero();
      String first = Files.readString(key);
      err.reset();
      assertThat(run("", system, "keygen", "--data", folder.toString())).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .startsWith("The file " + key.getFileName() + " is there already");
      assertThat(key).content().isEqualTo(first);
      assertThat(run("", system, "keygen", "--replace", "--data", folder.toString())).isZero();
      assertThat(key).content().isNotEqualTo(first);
    }
    assertThat(run("", "room", "server", "--replace")).isEqualTo(2);
  }

  @Test
  void aScriptReadsFromStandardInputUntilItsEnd(@TempDir Path folder) {
    assertThat(run("Hello, this is a secure message.\n", "folder", "--dir", folder.toString()))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Not protected: ")
        .contains("[User1]: Hello, this is a secure message.\n");
  }

  @Test
  void everyDesignSaysWhatItDoesNotProtect() {
    for (Profile profile : Profiles.DESCRIBED)
      assertThat(profile.warning())
          .startsWith("Not protected: ")
          .endsWith(".")
          .doesNotContain("\n");
  }
}
