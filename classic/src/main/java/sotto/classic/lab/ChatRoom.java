package sotto.classic.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.room.RoomClient;
import sotto.classic.room.RoomServer;

/// A server of `room`, and people in it.
final class ChatRoom implements AutoCloseable {
  private static final int WRAPPED_KEY = 256;

  final Actor console;
  private final Scene scene;
  private final Profile profile;
  private final RoomServer server;
  private final List<Actor> people = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();

  ChatRoom(Scene scene, Profile profile) throws Refusal, IOException {
    this.scene = scene;
    this.profile = profile;
    this.console = new Actor(scene, "server", 0);
    RoomServer.keygen(console.around());
    this.server = RoomServer.start(profile, console.around());
  }

  int port() {
    return server.port();
  }

  Wire wire() throws Refusal {
    Wire wire = Wire.to(profile.framing(), server.port(), WRAPPED_KEY);
    wires.add(wire);
    return wire;
  }

  Actor comes(String who, int port) throws Exception {
    return comes(who, port, scene.random(who));
  }

  Actor comes(String who, int port, SecureRandom random) throws Exception {
    Files.copy(
        scene.folderOf("server").resolve("public.pem"), scene.folderOf(who).resolve("public.pem"));
    Actor person = Actor.playing(scene, who, port, random, here -> RoomClient.run(profile, here));
    people.add(person);
    console.reads("AES key successfully received");
    return person.reads("> ");
  }

  /// Port numbers differ from run to run.
  static String shown(String line) {
    return line.replaceAll("\\('127\\.0\\.0\\.1', \\d+\\)", "('127.0.0.1', …)");
  }

  @Override
  public void close() {
    people.forEach(Actor::close);
    wires.forEach(Wire::close);
    server.close();
  }
}
