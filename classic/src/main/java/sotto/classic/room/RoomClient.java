package sotto.classic.room;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.key.KeyFiles;
import sotto.classic.net.Connection;
import sotto.classic.net.Leaving;
import sotto.classic.part.Refusal;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;

/// A client of `room`.
public final class RoomClient {
  public static final int LONGEST_TEXT = 3900;

  private final Profile profile;
  private final Surroundings around;
  private final Terminal terminal;
  private final Connection connection;
  private final SessionKey key;
  private volatile boolean leaving;

  private RoomClient(Profile profile, Surroundings around, Connection connection, SessionKey key) {
    this.profile = profile;
    this.around = around;
    this.terminal = around.terminal();
    this.connection = connection;
    this.key = key;
  }

  public static int run(Profile profile, Surroundings around) throws Refusal {
    Terminal terminal = around.terminal();
    terminal.say(profile.warning());
    Path file = around.folder().resolve(RoomServer.PUBLIC_KEY);
    if (!Files.exists(file))
      throw Refusal.here(
          "The file "
              + RoomServer.PUBLIC_KEY
              + " is not there: get it from whoever runs the server, who made it with"
              + " ./sotto classic room keygen.");
    var serverKey = KeyFiles.readPublic(file);
    try (Connection connection =
        Connection.to(
            around.host(), around.port(), profile.framing(), around.patience(), terminal::say)) {
      terminal.say("🔐 Connected to Secure Chat Server.");
      SessionKey key = profile.sealing().newKey(around.random());
      connection.send(profile.sealing().wrap(key, serverKey, around.random()));
      terminal.say("[🔑] AES key generated and securely sent to server.");
      var client = new RoomClient(profile, around, connection, key);
      Thread listening = Thread.ofVirtual().start(client::listen);
      client.talk();
      connection.finish();
      Leaving.await(listening);
    }
    return 0;
  }

  private void talk() throws Refusal {
    while (true) {
      Optional<String> line = terminal.ask("> ");
      if (line.isEmpty() || line.get().equals("quit")) break;
      int length = line.get().getBytes(StandardCharsets.UTF_8).length;
      if (length > LONGEST_TEXT)
        terminal.say("The message is longer than " + LONGEST_TEXT + " bytes and was not sent.");
      else if (!line.get().isBlank())
        connection.send(Packets.seal(profile, key, line.get(), around.random()));
    }
    leaving = true;
  }

  private void listen() {
    try {
      Optional<byte[]> packet = connection.receive();
      while (packet.isPresent()) {
        show(packet.get());
        packet = connection.receive();
      }
      if (!leaving) terminal.say("The server has closed the connection.");
    } catch (Refusal e) {
      if (!leaving) terminal.say(e.sentence());
    }
  }

  private void show(byte[] packet) {
    try {
      terminal.say(Terminal.harmless(Packets.open(profile, key, packet, terminal)));
    } catch (Refusal e) {
      terminal.say(e.sentence());
    }
  }
}
