package sotto.app.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.sqlite.util.LibraryLoaderUtil;

/// Makes a build's folder of jars quick to start from, once after each build. Native libraries are
/// laid beside the jars, so that no start unpacks them again. Signed jars lose their signature,
/// because the JVM archives no class of a signed jar; it would only matter to a security provider,
/// and of BouncyCastle we use what lies beneath the provider. [OldClasses] are renewed.
public final class Libraries {
  private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

  private Libraries() {}

  public static void main(String[] args) throws IOException {
    prepare(Path.of(args[0]));
  }

  static void prepare(Path folder) throws IOException {
    Path natives = Files.createDirectories(folder.resolve("native"));
    try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : jars) {
        prepare(jar, natives);
      }
    }
  }

  private static void prepare(Path jar, Path natives) throws IOException {
    boolean rewritten = false;
    try (var file = new JarFile(jar.toFile(), false)) {
      for (JarEntry entry : Collections.list(file.entries())) {
        rewritten |= entry.getName().matches(SIGNATURE) || OldClasses.contains(file, entry);
        if (loadsHere(entry.getName())) {
          unpack(file, entry, natives);
        }
      }
    }
    if (rewritten) {
      rewrite(jar);
    }
  }

  /// Whether this is a native library for this system and processor, by the names that SQLite's
  /// driver and Netty look for. One that is missed here is still found in its jar, only later.
  private static boolean loadsHere(String name) {
    String ofSqlite =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    String processor = "aarch64".equals(System.getProperty("os.arch")) ? "aarch_64" : "x86_64";
    String suffix = System.mapLibraryName("").replaceFirst("^[^.]*", "");
    return ofSqlite.equals("/" + name)
        || (name.startsWith("META-INF/native/")
            && name.contains(processor)
            && (name.endsWith(suffix) || (suffix.equals(".dylib") && name.endsWith(".jnilib"))));
  }

  private static void unpack(JarFile jar, JarEntry entry, Path natives) throws IOException {
    String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, natives.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".rewritten");
    try (var from = new JarFile(jar.toFile(), false);
        var to = new JarOutputStream(Files.newOutputStream(rewritten))) {
      to.setLevel(Deflater.BEST_SPEED);
      Manifest manifest = new Manifest();
      // Each class has its digest in a section of its own; only the head of the manifest stays.
      manifest.getMainAttributes().putAll(from.getManifest().getMainAttributes());
      to.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
      manifest.write(to);
      OldClasses old = new OldClasses(from);
      for (JarEntry entry : Collections.list(from.entries())) {
        if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.getName().matches(SIGNATURE)) {
          copy(from, entry, old, to);
        }
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(JarFile from, JarEntry entry, OldClasses old, JarOutputStream to)
      throws IOException {
    ZipEntry same = new ZipEntry(entry.getName());
    same.setTime(entry.getTime());
    to.putNextEntry(same);
    try (InputStream in = from.getInputStream(entry)) {
      to.write(old.renewed(in.readAllBytes()));
    }
  }
}
