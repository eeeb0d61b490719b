package sotto.app.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

/// What the launcher does with the jars of a build before the first start.
class LibrariesTest {
  private static final String SQLITE =
      LibraryLoaderUtil.getNativeLibResourcePath().substring(1)
          + "/"
          + LibraryLoaderUtil.getNativeLibName();

  @TempDir Path folder;

  @Test
  void aSignedJarLosesItsSignatureAndNothingElse() throws IOException {
    var jar = jar("signed.jar", "META-INF/KEY.SF", "META-INF/KEY.RSA", "some/Thing.class");
    Libraries.prepare(folder);
    try (var file = new JarFile(jar.toFile(), true)) {
      assertThat(file.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "some/Thing.class");
      assertThat(file.getManifest().getEntries()).isEmpty();
      assertThat(file.getManifest().getMainAttributes().getValue("Multi-Release"))
          .isEqualTo("true");
      assertThat(file.getInputStream(file.getEntry("some/Thing.class")))
          .hasContent("some/Thing.class");
    }
  }

  @Test
  void aJarWithoutSignatureStaysAsItIs() throws IOException {
    var jar = jar("plain.jar", "some/Thing.class");
    byte[] before = Files.readAllBytes(jar);
    Libraries.prepare(folder);
    assertThat(jar).hasBinaryContent(before);
  }

  @Test
  void aClassInTheFormatOfJava5GetsThatOfJava8AndDoesTheSame() throws Exception {
    var jar = jar("old.jar", "some/Other.class");
    byte[] old =
        ClassFile.of(StackMapsOption.DROP_STACK_MAPS)
            .build(
                ClassDesc.of("some.Old"),
                made ->
                    made.withVersion(ClassFile.JAVA_5_VERSION, 0)
                        .withMethodBody(
                            "larger",
                            MethodTypeDesc.ofDescriptor("(II)I"),
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                            code ->
                                code.iload(0)
                                    .iload(1)
                                    .ifThenElse(
                                        Opcode.IF_ICMPGT,
                                        first -> first.iload(0).ireturn(),
                                        second -> second.iload(1).ireturn())));
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      out.write("Manifest-Version: 1.0\n\n".getBytes(UTF_8));
      out.putNextEntry(new ZipEntry("some/Old.class"));
      out.write(old);
    }
    Libraries.prepare(folder);
    try (var file = new JarFile(jar.toFile());
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      var renewed = file.getInputStream(file.getEntry("some/Old.class")).readAllBytes();
      assertThat(ClassFile.of().parse(renewed).majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
      var larger = loader.loadClass("some.Old").getMethod("larger", int.class, int.class);
      assertThat(larger.invoke(null, 3, 5)).isEqualTo(5);
    }
  }

  @Test
  void theNativeLibrariesOfThisSystemLieBesideTheJars() throws IOException {
    jar("natives.jar", SQLITE, "org/sqlite/native/Plan9/mips/" + Path.of(SQLITE).getFileName());
    Libraries.prepare(folder);
    assertThat(folder.resolve("native")).isDirectoryContaining(LibrariesTest::isSqlite);
    assertThat(folder.resolve("native").resolve(LibraryLoaderUtil.getNativeLibName()))
        .hasContent(SQLITE);
  }

  private static boolean isSqlite(Path file) {
    return file.endsWith(LibraryLoaderUtil.getNativeLibName());
  }

  private Path jar(String name, String... entries) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
    for (String entry : entries) {
      var digest = new Attributes();
      digest.putValue("SHA-256-Digest", "AAAA");
      manifest.getEntries().put(entry, digest);
    }
    var jar = folder.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(UTF_8));
      }
    }
    return jar;
  }
}
