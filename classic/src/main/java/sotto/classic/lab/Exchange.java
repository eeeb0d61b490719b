package sotto.classic.lab;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.classic.challenge.ChallengeClient;
import sotto.classic.challenge.ChallengeServer;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profile;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.record.Vocabulary.Said;

/// A server of `challenge`, and users who are there.
final class Exchange implements AutoCloseable {
  final Profile profile;
  private final Scene scene;
  private final ChallengeServer server;
  private final List<Actor> people = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();

  Exchange(Scene scene, Profile profile) throws Refusal, IOException {
    this.scene = scene;
    this.profile = profile;
    this.server =
        ChallengeServer.start(
            profile, new Actor(scene, "server", 0).around(), Duration.ofMinutes(5));
  }

  int port() {
    return server.port();
  }

  Wire wire() throws Refusal {
    Wire wire = Wire.to(profile.framing(), server.port());
    wires.add(wire);
    return wire;
  }

  Actor comes(String name, int port) throws Exception {
    return comes(name, port, scene.random(name));
  }

  Actor comes(String name, int port, SecureRandom random) throws Exception {
    Actor person =
        Actor.playing(scene, name, port, random, here -> ChallengeClient.run(profile, here));
    people.add(person);
    return person.reads("Enter your username: ").types(name).reads("Connected as " + name);
  }

  Optional<Fields> is(Layout layout, byte[] record) {
    try {
      Said said = profile.vocabulary().read(record);
      return said.is(layout) ? Optional.of(said.fields()) : Optional.empty();
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  Sealed sealed(Fields message) throws Refusal {
    return profile.placement().take(message, profile.sealing().cipher().ivBytes());
  }

  /// The message that passed a wire on its way to the server.
  Fields messageOn(Wire wire) {
    return messagesOn(wire).getFirst();
  }

  List<Fields> messagesOn(Wire wire) {
    return wire.seen(Wire.Way.TO_SERVER).stream()
        .flatMap(r -> is(ChallengeRecords.MESSAGE, r).stream())
        .toList();
  }

  @Override
  public void close() {
    people.forEach(Actor::close);
    wires.forEach(Wire::close);
    server.close();
  }
}
