package sotto.tests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.ClientAddress;

/// A server that keeps the order of each group and no other: it delivers twice, and lets what is of
/// one group overtake what is of another.
final class Shaky extends Lies {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final World world;
  private final SplittableRandom dice;
  private final int oneIn;
  private final Map<ClientAddress, ServerFrame.Deliver> heldBack = new HashMap<>();

  /// @param oneIn of how many deliveries one is doubled, and one held back
  Shaky(World world, int oneIn) {
    this.world = world;
    this.dice = world.stream();
    this.oneIn = oneIn;
  }

  @Override
  List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
    if (!(frame instanceof ServerFrame.Deliver deliver)) {
      // Whatever else is said comes after what was to be delivered before it.
      ServerFrame.Deliver before = heldBack.remove(to);
      boolean fresh = frame instanceof ServerFrame.LoggedIn;
      return before == null || fresh ? List.of(frame) : List.of(before, frame);
    }
    List<ServerFrame> said = new ArrayList<>();
    ServerFrame.Deliver before = heldBack.remove(to);
    boolean other = before != null && !before.delivery().group().equals(deliver.delivery().group());
    if (before != null && !other) {
      said.add(before);
    }
    if (before == null && dice.nextInt(oneIn) == 0) {
      heldBack.put(to, deliver);
      world.after(world.upTo(LONGEST), () -> release(to, deliver));
      return List.of();
    }
    said.add(deliver);
    if (other) {
      said.add(before);
    }
    if (dice.nextInt(oneIn) == 0) {
      said.add(said.getLast());
    }
    return said;
  }

  /// Nothing came that could overtake it.
  private void release(ClientAddress to, ServerFrame.Deliver deliver) {
    if (heldBack.remove(to, deliver)) {
      world.server.sessionOf(to).ifPresent(line -> line.inject(deliver));
    }
  }
}
