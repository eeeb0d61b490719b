package sotto.classic.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;

/// Where an attack is played: a folder for each who takes part, a stream of chance for each, and a
/// clock that stands, so that the same seed gives the same bytes.
public record Scene(Path folder, long seed) {
  private static final Instant THEN = Instant.parse("2026-01-01T12:00:00Z");

  public SecureRandom random(String who) {
    return new SeededRandom(seed * 0x9E3779B97F4A7C15L + who.hashCode());
  }

  public Path folderOf(String who) throws IOException {
    return Files.createDirectories(folder.resolve(who));
  }

  Surroundings around(String who, int port, Terminal terminal) throws IOException {
    return new Surroundings(
        "127.0.0.1",
        port,
        folderOf(who),
        terminal,
        random(who),
        InstantSource.fixed(THEN),
        Duration.ofSeconds(5));
  }
}
