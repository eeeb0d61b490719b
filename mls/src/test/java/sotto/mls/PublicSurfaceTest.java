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
import java.util.Set;
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

  private static final Pattern COMMENT_ABOVE_TYPE =
      Pattern.compile(
          "((?:^///.*\\R)+)(?:^@.*\\R)*^public (?:final |abstract |sealed )*"
              + "(?:class|record|enum|interface|@interface) ",
          Pattern.MULTILINE);

  private static final Pattern SOURCE = Pattern.compile("RFC\\s+(?:///\\s+)?\\d+|draft-|FIPS \\d+");

  private record Type(String name, String text, Class<?> type) {}

  private static List<Type> types() throws IOException, ClassNotFoundException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(LIBRARY.resolve("src/main/java/sotto/mls"))) {
      files =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(
                  file -> Surface.EXPORTED.contains("sotto.mls." + file.getParent().getFileName()))
              .filter(file -> !file.endsWith("package-info.java"))
              .toList();
    }
    Stream.Builder<Type> types = Stream.builder();
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".java", "");
      Class<?> type = Class.forName("sotto.mls." + file.getParent().getFileName() + "." + name);
      if (Modifier.isPublic(type.getModifiers())) {
        types.add(new Type(name, Files.readString(file), type));
      }
    }
    return types.build().toList();
  }

  @Test
  void everyPublicTypeSaysWhichSpecificationItIsOf() throws Exception {
    List<Type> types = types();
    assertThat(types).hasSizeGreaterThan(90);
    assertThat(types)
        .filteredOn(type -> {
          var comment = COMMENT_ABOVE_TYPE.matcher(type.text());
          return !comment.find() || !SOURCE.matcher(comment.group(1)).find();
        })
        .extracting(Type::name)
        .isEmpty();
  }

  /// In the words of the method or of its type; what implements an interface has its words.
  @Test
  void whereTheCheckedExceptionIsThrownItIsSaidWhy() throws Exception {
    assertThat(types())
        .filteredOn(type ->
            Arrays.stream(type.type().getDeclaredMethods())
                .anyMatch(method -> throwsIt(method) && !isInherited(method)))
        .filteredOn(type -> !type.name().equals("MlsException"))
        .filteredOn(
            type -> type.text().lines().noneMatch(line -> line.matches("\\s*///.*MlsException.*")))
        .extracting(Type::name)
        .isEmpty();
  }

  private static boolean throwsIt(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && Arrays.asList(method.getExceptionTypes()).contains(MlsException.class);
  }

  private static boolean isInherited(Method method) {
    return Arrays.stream(method.getDeclaringClass().getInterfaces())
        .flatMap(above -> Arrays.stream(above.getMethods()))
        .anyMatch(above ->
            above.getName().equals(method.getName())
                && above.getParameterCount() == method.getParameterCount());
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
