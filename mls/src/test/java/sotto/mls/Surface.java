package sotto.mls;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sotto.mls.group.Group;

/// What the module shows to others, read from its own descriptor and classes.
public final class Surface {
  /// The exported packages.
  static final Set<String> EXPORTED =
      ModuleFinder.of(classes()).find("sotto.mls").orElseThrow().descriptor().exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toUnmodifiableSet());

  private Surface() {}

  private static Path classes() {
    try {
      return Path.of(Group.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The public types of these packages, the nested ones too.
  public static List<Class<?>> types() throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes())) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        String name =
            classes().relativize(file).toString().replaceAll("[/\\\\]", ".").replace(".class", "");
        if (name.startsWith("sotto.mls.") && !name.endsWith("package-info")) {
          Class<?> type = Class.forName(name, false, Surface.class.getClassLoader());
          if (EXPORTED.contains(type.getPackageName()) && isPublic(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  /// The types of this library that each public or protected member names, and those above the type
  /// itself.
  static Map<String, Set<Class<?>>> signatures(Class<?> type) {
    Map<String, Set<Class<?>>> signatures = new HashMap<>();
    List<Type> above = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      above.add(type.getGenericSuperclass());
    }
    signatures.put("what is above", named(above.toArray(Type[]::new)));
    for (Field field : type.getDeclaredFields()) {
      if (isSeen(field)) {
        signatures.put(field.toString(), named(field.getGenericType()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isSeen(constructor)) {
        signatures.put(constructor.toString(), named(inputs(constructor)));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isSeen(method)) {
        Set<Class<?>> all = named(inputs(method));
        all.addAll(named(method.getGenericReturnType()));
        signatures.put(method.toString(), all);
      }
    }
    return signatures;
  }

  private static boolean isSeen(Member member) {
    int seen = Modifier.PUBLIC | Modifier.PROTECTED;
    return (member.getModifiers() & seen) != 0 && !member.isSynthetic();
  }

  private static Type[] inputs(Executable executable) {
    return Stream.of(
            executable.getGenericParameterTypes(),
            executable.getGenericExceptionTypes(),
            executable.getTypeParameters())
        .flatMap(Arrays::stream)
        .toArray(Type[]::new);
  }

  /// The types of this library in these types, their arguments and elements.
  static Set<Class<?>> named(Type... types) {
    Set<Class<?>> found = new HashSet<>();
    for (Type type : types) {
      switch (type) {
        case Class<?> one when one.isArray() -> found.addAll(named(one.componentType()));
        case Class<?> one when one.getName().startsWith("sotto.") -> found.add(one);
        case ParameterizedType generic -> {
          found.addAll(named(generic.getRawType()));
          found.addAll(named(generic.getActualTypeArguments()));
        }
        case GenericArrayType array -> found.addAll(named(array.getGenericComponentType()));
        case WildcardType wild -> found.addAll(named(wild.getUpperBounds()));
        case TypeVariable<?> variable -> found.addAll(named(erasedBounds(variable)));
        default -> {}
      }
    }
    return found;
  }

  /// Without their arguments, which may name the variable itself.
  private static Type[] erasedBounds(TypeVariable<?> variable) {
    return Arrays.stream(variable.getBounds())
        .map(bound -> bound instanceof ParameterizedType generic ? generic.getRawType() : bound)
        .toArray(Type[]::new);
  }
}
