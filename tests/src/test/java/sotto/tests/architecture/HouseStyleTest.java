package sotto.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What can be checked of how we write (CONTRIBUTING.md).
class HouseStyleTest {
  private static final JavaClasses SOTTO = Sources.classes();
  private static final int LONGEST_FILE = 400;

  @Test
  void noClassIsCalledManagerHelperUtilOrImpl() {
    noClasses()
        .that()
        .areTopLevelClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Common|Misc|Base)")
        .check(SOTTO);
  }

  @Test
  void nothingDeserialisesJavaObjectsOrRunsScripts() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.naming..", "javax.script..")
        .check(SOTTO);
  }

  @Test
  void noMainFileIsLongerThanFourHundredLines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : Sources.mainJava()) {
      long lines = Files.readString(file).lines().count();
      if (lines > LONGEST_FILE) {
        tooLong.add(lines + " lines: " + Sources.root().relativize(file));
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noOpenEndsAreLeftInMain() throws IOException {
    assertThat(filesWith(Sources.mainJava(), Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b")))
        .isEmpty();
  }

  @Test
  void noTestImportsAMockingLibrary() throws IOException {
    assertThat(
            filesWith(
                Sources.java("/src/test/"),
                Pattern.compile("^import .*(org\\.mockito|easymock|jmock)", Pattern.MULTILINE)))
        .isEmpty();
  }

  private static List<String> filesWith(List<Path> files, Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      if (pattern.matcher(Files.readString(file)).find()) {
        found.add(Sources.root().relativize(file).toString());
      }
    }
    return found;
  }
}
