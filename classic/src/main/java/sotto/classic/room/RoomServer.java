package sotto.classic.room;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.net.Listener;
import sotto.classic.part.Refusal;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;

/// The server of `room`: it has every client's key, reads each message, and repeats it to the
/// others.
public final class RoomServer implements AutoCloseable {
  static final String PRIVATE_KEY = "private.pem";
  static final String PUBLIC_KEY = "public.pem";

  private final Profile profile;
  private final Surroundings around;
  private final Terminal terminal;
  private final KeyPair keys;
  private final Map<Connection, SessionKey> room = new ConcurrentHashMap<>();
  private final Listener listener;

  private RoomServer(Profile profile, Surroundings around, KeyPair keys) throws Refusal {
    this.profile = profile;
    this.around = around;
    this.terminal = around.terminal();
    this.keys = keys;
    this.listener =
        Listener.open(around.host(), around.port(), profile.framing(), this::serve, terminal::say);
  }

  /// Makes the keys where there are none.
  public static void keygen(Surroundings around) throws Refusal {
    KeyFiles.requireVacant(around.folder().resolve(PRIVATE_KEY));
    replaceKeys(around);
  }

  public static void replaceKeys(Surroundings around) throws Refusal {
    KeyPair pair = RsaKeys.generate(around.random());
    KeyFiles.writePrivate(around.folder().resolve(PRIVATE_KEY), pair);
    KeyFiles.writePublic(around.folder().resolve(PUBLIC_KEY), pair.getPublic());
    around
        .terminal()
        .say(
            "Created "
                + PRIVATE_KEY
                + " (for the server) and "
                + PUBLIC_KEY
                + " (for the clients).");
  }

  public static RoomServer start(Profile profile, Surroundings around) throws Refusal {
    around.terminal().say(profile.warning());
    Path file = around.folder().resolve(PRIVATE_KEY);
    if (!Files.exists(file))
      throw Refusal.here(
          "The file " + PRIVATE_KEY + " is not there: run ./sotto classic room keygen first.");
    var server = new RoomServer(profile, around, KeyFiles.readPrivate(file));
    around.terminal().say("Server listening on " + around.hostName() + ":" + server.port());
    return server;
  }

  public int port() {
    return listener.port();
  }

  /// Who types at the server talks to the whole room.
  public void talk() {
    Optional<String> line = terminal.ask("");
    while (line.isPresent()) {
      if (!line.get().isBlank()) repeat("[Server] " + line.get(), Optional.empty());
      line = terminal.ask("");
    }
  }

  private void serve(Connection connection) throws Refusal {
    terminal.say("[+] New client connected: " + connection.peer());
    Optional<byte[]> wrapped = connection.receiveFirst(RsaKeys.BITS / 8);
    if (wrapped.isEmpty()) throw Refusal.unreachable("left before it sent a key.");
    SessionKey key = profile.sealing().unwrap(wrapped.get(), keys.getPrivate());
    terminal.say("[🔑] AES key successfully received and decrypted");
    connection.introduce();
    room.put(connection, key);
    try {
      Optional<byte[]> packet = connection.receive();
      while (packet.isPresent()) {
        hear(connection, key, packet.get());
        packet = connection.receive();
      }
    } finally {
      room.remove(connection);
      terminal.say("[-] Client disconnected: " + connection.peer());
    }
  }

  private void hear(Connection connection, SessionKey key, byte[] packet) {
    try {
      String text = Packets.open(profile, key, packet, terminal);
      terminal.say("[✅] Message integrity verified.");
      String line = "[" + connection.peer() + "] " + Terminal.harmless(text);
      terminal.say(line);
      repeat(line, Optional.of(connection));
    } catch (Refusal e) {
      terminal.say(e.sentence());
    }
  }

  private void repeat(String line, Optional<Connection> except) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    room.forEach((connection, key) -> {
      if (except.filter(connection::equals).isPresent()) return;
      try {
        connection.send(Packets.seal(profile, key, text, around.random()));
      } catch (Refusal e) {
        terminal.say(connection.peer() + " " + e.sentence());
      }
    });
  }

  @Override
  public void close() {
    listener.close();
  }
}
