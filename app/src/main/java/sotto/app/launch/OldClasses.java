package sotto.app.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.ByteBuffer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// Class files in the format of Java 5 (picocli's are): the JVM keeps them in no archive and checks
/// them at every start with its slow verifier. Here they get the format of Java 8, with the stack
/// maps that it asks for, and otherwise stay what they are.
final class OldClasses {
  private static final int HEAD = 8;
  private static final int JAVA_6 = 50;

  private final ClassFile format;

  /// @param jar where their superclasses are
  OldClasses(JarFile jar) {
    ClassHierarchyResolver inJar =
        ClassHierarchyResolver.ofResourceParsing(name -> open(jar, name.descriptorString()));
    this.format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                inJar.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  static boolean contains(JarFile jar, JarEntry entry) throws IOException {
    if (!entry.getName().endsWith(".class")) {
      return false;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return isOld(in.readNBytes(HEAD));
    }
  }

  /// JVMS §4.1: magic, minor and major version.
  private static boolean isOld(byte[] file) {
    if (file.length < HEAD) {
      return false;
    }
    ByteBuffer head = ByteBuffer.wrap(file);
    return head.getInt() == ClassFile.MAGIC_NUMBER && head.getShort(6) < JAVA_6;
  }

  /// The class as it should be; one that is young enough, or is no class, as it is.
  byte[] renewed(byte[] file) {
    if (!isOld(file)) {
      return file;
    }
    // Only code that is written anew gets its stack maps.
    ClassTransform code = ClassTransform.transformingMethodBodies((to, part) -> to.with(part));
    ClassTransform version =
        (to, part) -> {
          if (part instanceof ClassFileVersion) {
            to.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            to.with(part);
          }
        };
    return format.transformClass(format.parse(file), code.andThen(version));
  }

  private static @Nullable InputStream open(JarFile jar, String descriptor) {
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
