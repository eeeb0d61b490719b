package sotto.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;

/// What others see of the library says where it comes from and what it throws.
class PublicSurfaceTest {
  private static final Path MAIN =
      Path.of(System.getProperty("sotto.root", "..")).resolve("mls/src/main/java/sotto/mls");

  private static final List<String> EXPORTED =
      List.of("codec", "crypto", "tree", "message", "group");

  private static final Pattern COMMENT_ABOVE_TYPE =
      Pattern.compile(
          "((?:^///.*\\R)+)(?:^@.*\\R)*^public (?:final |abstract |sealed )*"
              + "(?:class|record|enum|interface|@interface) ",
          Pattern.MULTILINE);

  private static final Pattern SOURCE = Pattern.compile("RFC\\s+(?:///\\s+)?\\d+|draft-|FIPS \\d+");

  private record Type(String name, String text, Class<?> type) {}

  private static List<Type> types() throws IOException, ClassNotFoundException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(MAIN)) {
      files =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> EXPORTED.contains(file.getParent().getFileName().toString()))
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
    assertThat(types).hasSizeGreaterThan(100);
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

  /// A page has some sixty lines.
  @Test
  void theSurfaceOfAGroupFitsOnOnePage() {
    List<Method> surface =
        Arrays.stream(Group.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .toList();
    assertThat(surface).hasSizeLessThanOrEqualTo(40);
    assertThat(surface)
        .extracting(Method::getName)
        .contains("create", "join", "propose", "commit", "process", "protect", "export");
  }
}
