package sotto.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import sotto.client.ClientException;
import sotto.client.Unlock;

/// The temporary folder in which the demo plays: a server and three people.
final class Stage implements AutoCloseable {
  static final String PASSPHRASE = "a low voice so as not to be overheard";

  private final Path folder;
  private final Person alice;
  private final Person bob;
  private final Person carol;
  private ServerProcess server;

  private Stage(Path folder, ServerProcess server) {
    this.folder = folder;
    this.server = server;
    this.alice = new Person("alice", folder, new Unlock.Passphrase(PASSPHRASE.toCharArray()));
    this.bob = new Person("bob", folder, new Unlock.KeyFile());
    this.carol = new Person("carol", folder, new Unlock.KeyFile());
  }

  static Stage open() throws IOException {
    Path folder = Files.createTempDirectory("sotto-demo-");
    return new Stage(folder, ServerProcess.start(folder.resolve("server")));
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("server");
  }

  Stored stored() {
    return new Stored(data());
  }

  ServerProcess server() {
    return server;
  }

  Person alice() {
    return alice;
  }

  Person bob() {
    return bob;
  }

  Person carol() {
    return carol;
  }

  void restartServer() throws IOException, ClientException, InterruptedException {
    server = ServerProcess.start(data());
    server.await("ready");
  }

  @Override
  public void close() throws IOException {
    List.of(alice, bob, carol).forEach(Person::close);
    server.close();
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
