package sotto.tests.simulation;

import java.time.Duration;
import java.time.Instant;

/// One connection: frames arrive in order after a while, until it breaks. Each end learns of that
/// in its own time, and what was on its way may still arrive.
final class Cable {
  private final World world;
  private final SimulatedClient client;
  private final ServerLine line;
  private Instant toServerAt;
  private Instant toClientAt;
  private boolean clientOpen = true;
  private boolean serverOpen = true;
  private boolean lostToServer;
  private boolean lostToClient;
  private boolean broken;

  Cable(World world, SimulatedClient client) {
    this.world = world;
    this.client = client;
    this.line = new ServerLine(world.server, this);
    this.toServerAt = world.now();
    this.toClientAt = world.now();
  }

  void toServer(byte[] frame) {
    world.stir();
    breakPerhaps();
    if (!clientOpen || lostToServer) {
      return;
    }
    toServerAt = later(toServerAt);
    world.at(
        toServerAt,
        () -> {
          if (serverOpen && !lostToServer) {
            line.receive(frame);
          }
        });
  }

  void toClient(byte[] frame) {
    world.stir();
    breakPerhaps();
    if (!serverOpen || lostToClient) {
      return;
    }
    toClientAt = later(toClientAt);
    world.at(
        toClientAt,
        () -> {
          if (clientOpen && !lostToClient) {
            client.received(this, frame);
          }
        });
  }

  private Instant later(Instant last) {
    Instant at = world.now().plus(world.upTo(world.faults.latency));
    return at.isAfter(last) ? at : last.plusNanos(1);
  }

  private void breakPerhaps() {
    if (!broken && world.happens(world.faults.cut)) {
      cut();
    }
  }

  /// The network is gone. Both ends believe that it is there, for a while.
  void cut() {
    if (broken) {
      return;
    }
    broken = true;
    lostToServer = world.chance().nextBoolean();
    lostToClient = world.chance().nextBoolean();
    world.after(world.upTo(Duration.ofSeconds(3)), () -> closeAtClient("The network is gone."));
    world.after(world.upTo(world.faults.halfOpen), this::closeAtServer);
  }

  /// The client ends it: what it sent before still arrives.
  void hangUp() {
    clientOpen = false;
    broken = true;
    toServerAt = later(toServerAt);
    world.at(toServerAt, this::closeAtServer);
  }

  /// The server ends it: what it sent before still arrives.
  void closedByServer() {
    broken = true;
    serverOpen = false;
    toClientAt = later(toClientAt);
    world.at(toClientAt, () -> closeAtClient("The server closed the connection."));
  }

  /// The server died: nothing more comes from it.
  void serverDied() {
    broken = true;
    serverOpen = false;
    world.after(world.upTo(Duration.ofSeconds(1)), () -> closeAtClient("The server is gone."));
  }

  private void closeAtClient(String reason) {
    if (clientOpen) {
      clientOpen = false;
      client.closed(this, reason);
    }
  }

  private void closeAtServer() {
    if (serverOpen) {
      serverOpen = false;
      line.closed();
    }
  }
}
