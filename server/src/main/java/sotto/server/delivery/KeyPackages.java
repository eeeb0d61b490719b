package sotto.server.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Rule 23: each KeyPackage is handed out once, and the last-resort one when no other is left.
public final class KeyPackages {
  private static final long HOUR = 3_600_000;

  private final DeliveryStore store;
  private final Policy policy;
  private final Queues queues;
  private final Map<Address, Allowance> fetches = new HashMap<>();

  KeyPackages(DeliveryStore store, Policy policy, Queues queues) {
    this.store = store;
    this.policy = policy;
    this.queues = queues;
  }

  /// Adds to the client's stock; the answer is what it holds now, or why it takes no more.
  public Published publish(Queue owner, List<Bytes> fresh, Optional<Bytes> lastResort) {
    int stock = store.stock(owner.id());
    if (stock + fresh.size() > policy.of(Limit.KEY_PACKAGE_STOCK)) {
      return new Refused(ErrorCode.KEY_PACKAGE_REFUSED);
    }
    fresh.forEach(keyPackage -> store.addKeyPackage(owner.id(), keyPackage));
    lastResort.ifPresent(keyPackage -> store.replaceLastResort(owner.id(), keyPackage));
    return new Stocked(stock + fresh.size());
  }

  public sealed interface Published {}

  public record Stocked(int stock) implements Published {}

  public record Refused(ErrorCode code) implements Published {}

  public int stock(Queue owner) {
    return store.stock(owner.id());
  }

  /// Whether this account may take so many more within the hour.
  public boolean allows(Address asker, int wanted, long now) {
    if (fetches.size() > 10_000) {
      fetches.clear();
    }
    return fetches
        .computeIfAbsent(asker, key -> new Allowance(HOUR))
        .take(wanted, policy.of(Limit.KEY_PACKAGE_FETCHES_PER_HOUR), now);
  }

  /// Takes the client's next KeyPackage.
  public Optional<ClientKeyPackage> take(ClientAddress who) {
    return queues
        .of(who)
        .flatMap(owner ->
            store
                .takeKeyPackage(owner.id())
                .map(next -> new ClientKeyPackage(who.client(), false, next))
                .or(() ->
                    store
                        .lastResort(owner.id())
                        .map(last -> new ClientKeyPackage(who.client(), true, last))));
  }
}
