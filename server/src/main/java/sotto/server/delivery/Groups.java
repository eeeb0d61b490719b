package sotto.server.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// The groups in use; each is loaded from the store when it is first named.
final class Groups {
  private static final int KEPT = 50_000;

  private final DeliveryStore store;
  private final Queues queues;
  private final Map<Bytes, Group> byId = new HashMap<>();
  private final LinkedHashMap<Long, Group> byRow =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Group> eldest) {
          if (size() <= KEPT) {
            return false;
          }
          byId.remove(eldest.getValue().id());
          return true;
        }
      };

  Groups(DeliveryStore store, Queues queues) {
    this.store = store;
    this.queues = queues;
  }

  Optional<Group> of(Bytes id) {
    Group known = byId.get(id);
    return known != null ? Optional.of(known) : store.group(id).map(this::remember);
  }

  Group create(Bytes id, Queue creator, long now) {
    StoredGroup unnumbered =
        new StoredGroup(0, id, 0, Hash.NONE, List.of(creator.who()), Optional.empty(), now);
    long row = store.addGroup(unnumbered, creator.id());
    return remember(
        new StoredGroup(row, id, 0, Hash.NONE, List.of(creator.who()), Optional.empty(), now));
  }

  void changed(Group group, long now) {
    store.replaceGroup(group.stored(now));
  }

  List<Group.Member> members(List<ClientAddress> roster) {
    List<Group.Member> members = new ArrayList<>(roster.size());
    for (ClientAddress who : roster) {
      members.add(new Group.Member(who, queues.of(who)));
    }
    return List.copyOf(members);
  }

  /// A queue came or went, or a transaction did not happen: rosters are resolved again.
  void forget() {
    byId.clear();
    byRow.clear();
  }

  private Group remember(StoredGroup stored) {
    Group group =
        new Group(
            stored.row(),
            stored.id(),
            stored.epoch(),
            stored.commit(),
            members(stored.roster()),
            stored.successor());
    byId.put(stored.id(), group);
    byRow.put(stored.row(), group);
    return group;
  }
}
