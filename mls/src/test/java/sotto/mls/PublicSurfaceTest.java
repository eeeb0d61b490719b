package sotto.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;

/// What others see of the library says where it comes from and what it throws.
class PublicSurfaceTest {
  private static final Path LIBRARY =
      Path.of(System.getProperty("sotto.root", "..")).resolve("mls");

  /// A section of an RFC, a draft, or a standard of NIST.
  private static final Pattern SOURCE =
      Pattern.compile("RFC \\d+ (?:\\([^)]*\\) )?§\\d|draft-[a-z]|FIPS \\d");

  private static final List<String> UNCHECKED =
      List.of("IllegalArgumentException", "IllegalStateException");

  /// What an exported file declares, in its own order: outer types before those within.
  private static Map<Path, List<Declaration>> declarations() throws Exception {
    Map<Path, List<Declaration>> all = new TreeMap<>();
    for (Path file : files()) {
      all.put(file, Declaration.of(Files.readString(file)));
    }
    return all;
  }

  private static List<Declaration> shown() throws Exception {
    return declarations().values().stream()
        .flatMap(List::stream)
        .filter(Declaration::shown)
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(LIBRARY.resolve("src/main/java/sotto/mls"))) {
      return all.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> Surface.EXPORTED.contains("sotto.mls." + file.getParent().getFileName()))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }

  /// Else the tests below would look at less than there is.
  @Test
  void theSourcesDeclareTheTypesThatTheModuleShows() throws Exception {
    assertThat(shown())
        .filteredOn(Declaration::isType)
        .extracting(Declaration::name)
        .containsExactlyInAnyOrderElementsOf(
            Surface.types().stream().map(PublicSurfaceTest::shortName).toList());
    long methods =
        Surface.types().stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(PublicSurfaceTest::throwsIt)
            .count();
    assertThat(shown()).filteredOn(one -> one.declares("MlsException")).hasSize((int) methods);
  }

  @Test
  void everyPublicTypeHasADocComment() throws Exception {
    assertThat(shown())
        .filteredOn(one -> one.isType() && one.comment().isEmpty())
        .extracting(Declaration::name)
        .isEmpty();
  }

  @Test
  void everyPublicTypeSaysWhichSpecificationItIsOf() throws Exception {
    assertThat(shown())
        .filteredOn(one -> one.isType() && !SOURCE.matcher(one.comment()).find())
        .extracting(Declaration::name)
        .isEmpty();
  }

  /// In its own words, but for what implements an interface, which has its words.
  @Test
  void everyMethodThatThrowsTheCheckedExceptionSaysWhy() throws Exception {
    assertThat(shown())
        .filteredOn(one -> one.declares("MlsException") && !one.overrides())
        .filteredOn(one -> !one.says("MlsException"))
        .extracting(Declaration::name)
        .isEmpty();
  }

  @Test
  void everyMethodThatRefusesAWrongUseSaysWhich() throws Exception {
    for (String exception : UNCHECKED) {
      assertThat(shown())
          .filteredOn(one -> one.text().contains("throw new " + exception))
          .filteredOn(one -> !one.isType() && !one.overrides() && !one.says(exception))
          .extracting(Declaration::name)
          .as(exception)
          .isEmpty();
    }
  }

  private static boolean throwsIt(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && Arrays.asList(method.getExceptionTypes()).contains(MlsException.class);
  }

  /// A new type is paid for by every reader: hide it, or say here why there is one more.
  @Test
  void noMoreIsPublicThanIsNeeded() throws Exception {
    assertThat(Surface.EXPORTED)
        .containsExactlyInAnyOrder(
            "sotto.mls.codec",
            "sotto.mls.crypto",
            "sotto.mls.tree",
            "sotto.mls.message",
            "sotto.mls.group");
    List<Class<?>> types = Surface.types();
    assertThat(types).hasSizeBetween(100, 150);
    assertThat(types).filteredOn(type -> type.getDeclaringClass() == null).hasSizeBetween(90, 100);
  }

  /// Whoever can name a type can also name all that its signatures name: nothing of the ratchet
  /// tree, the key schedule or the framing comes out.
  @Test
  void signaturesNameWhatIsExportedAndNothingElse() throws Exception {
    Set<Class<?>> exported = new HashSet<>(Surface.types());
    for (Class<?> type : exported) {
      for (var member : Surface.signatures(type).entrySet()) {
        assertThat(exported)
            .as("%s of %s", member.getKey(), type.getName())
            .containsAll(member.getValue());
      }
    }
  }

  private static final Pattern ROW = Pattern.compile("(?m)^\\|( `[^|]*)\\|([^|]*)\\|([^|]*)\\|$");
  private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

  /// The README names every verb of a group, and of each what types it takes and gives.
  @Test
  void theReadmeHasTheSurfaceOnOnePage() throws Exception {
    String section =
        Files.readString(LIBRARY.resolve("README.md"))
            .split("## The surface on one page\n")[1]
            .split("\n## ")[0];
    assertThat(section.strip().lines().count()).isLessThanOrEqualTo(25);
    List<String> named = new ArrayList<>();
    ROW.matcher(section)
        .results()
        .forEach(row -> {
          List<String> verbs = names(row.group(1));
          named.addAll(verbs);
          assertThat(names(row.group(2))).as("%s takes", verbs).hasSameElementsAs(taken(verbs));
          assertThat(names(row.group(3))).as("%s gives", verbs).hasSameElementsAs(given(verbs));
        });
    assertThat(named).doesNotHaveDuplicates();
    assertThat(named).hasSameElementsAs(verbs().map(Method::getName).toList());
  }

  private static List<String> names(String text) {
    return NAME.matcher(text).results().map(match -> match.group(1)).distinct().toList();
  }

  private static Set<String> taken(List<String> verbs) {
    return verbs()
        .filter(method -> verbs.contains(method.getName()))
        .flatMap(method -> Surface.named(method.getGenericParameterTypes()).stream())
        .map(PublicSurfaceTest::shortName)
        .collect(Collectors.toSet());
  }

  private static Set<String> given(List<String> verbs) {
    return verbs()
        .filter(method -> verbs.contains(method.getName()))
        .flatMap(method -> Surface.named(method.getGenericReturnType()).stream())
        .map(PublicSurfaceTest::shortName)
        .collect(Collectors.toSet());
  }

  private static String shortName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static Stream<Method> verbs() {
    return Arrays.stream(Group.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }

  /// A page has some sixty lines.
  @Test
  void theSurfaceOfAGroupFitsOnOnePage() {
    List<Method> surface = verbs().toList();
    assertThat(surface).hasSizeLessThanOrEqualTo(40);
    assertThat(surface)
        .extracting(Method::getName)
        .contains("create", "join", "propose", "commit", "process", "protect", "export");
  }
}
