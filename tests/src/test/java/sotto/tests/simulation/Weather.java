package sotto.tests.simulation;

/// What fails while a scene is played; which it is follows from the seed, so that one number
/// replays it all.
enum Weather {
  CALM,
  /// Connections break, and what was on its way is lost.
  LOSS,
  /// Deliveries come twice, and overtake those of other groups.
  DOUBLES,
  /// Clients die between two steps and start again.
  CLIENTS_DIE,
  /// The server dies before, at and after a commit, and starts again.
  SERVER_DIES,
  ALL;

  static Weather of(long seed) {
    return values()[(int) Math.floorMod(seed, (long) values().length)];
  }

  void begin(World world) {
    Faults faults = world.faults;
    switch (this) {
      case CALM -> {}
      case LOSS -> faults.cut = 0.04;
      case DOUBLES -> world.server.lies(new Shaky(world, 4));
      case CLIENTS_DIE -> {
        faults.clientCrash = 0.04;
        faults.batching = 0.3;
      }
      case SERVER_DIES -> faults.serverCrash = 0.04;
      case ALL -> {
        faults.cut = 0.01;
        faults.clientCrash = 0.01;
        faults.serverCrash = 0.01;
        faults.batching = 0.3;
        world.server.lies(new Shaky(world, 8));
      }
    }
  }
}
