package sotto.server.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sotto.protocol.identity.Address;

/// Rule 29: who is here, told only where each named the other; kept for the connection only.
public final class Presence {
  private final Map<Queue, Set<Address>> shownTo = new HashMap<>();
  private final Map<Address, Set<Queue>> present = new HashMap<>();
  private final Set<Queue> unaware = new HashSet<>();

  /// Tell this client about that address.
  public record Notice(Queue to, Address about, boolean online) {}

  /// The client came by another connection before the first had ended. That one knows of nobody
  /// yet; for the others nobody has gone or come.
  public void displaced(Queue queue) {
    unaware.add(queue);
  }

  /// The client is connected, and shows itself to these from now on.
  public List<Notice> show(Queue queue, List<Address> addresses) {
    Address own = queue.who().address();
    Set<Address> before = visibleTo(own);
    boolean came = !present.containsKey(own);
    Set<Address> old = shownTo.put(queue, Set.copyOf(addresses));
    Set<Address> told = old == null || unaware.remove(queue) ? Set.of() : old;
    present.computeIfAbsent(own, key -> new HashSet<>()).add(queue);
    List<Notice> notices = changes(own, came ? Set.of() : before);
    for (Address other : addresses) {
      if (!told.contains(other) && sees(other, own)) {
        notices.add(new Notice(queue, other, true));
      }
    }
    return notices;
  }

  public List<Notice> leave(Queue queue) {
    Address own = queue.who().address();
    unaware.remove(queue);
    if (!shownTo.containsKey(queue)) {
      return List.of();
    }
    Set<Address> before = visibleTo(own);
    shownTo.remove(queue);
    Set<Queue> left = present.getOrDefault(own, new HashSet<>());
    left.remove(queue);
    if (left.isEmpty()) {
      present.remove(own);
    }
    return changes(own, before);
  }

  /// The present addresses that `own` shows itself to and that show themselves to it.
  private Set<Address> visibleTo(Address own) {
    Set<Address> visible = new HashSet<>();
    for (Queue queue : present.getOrDefault(own, Set.of())) {
      for (Address other : shownTo.getOrDefault(queue, Set.of())) {
        if (sees(other, own)) {
          visible.add(other);
        }
      }
    }
    return visible;
  }

  /// Whether a present client of `who` shows itself to `other`.
  private boolean sees(Address who, Address other) {
    for (Queue queue : present.getOrDefault(who, Set.of())) {
      if (shownTo.getOrDefault(queue, Set.of()).contains(other)) {
        return true;
      }
    }
    return false;
  }

  private List<Notice> changes(Address own, Set<Address> before) {
    Set<Address> after = visibleTo(own);
    List<Notice> notices = new ArrayList<>();
    after.stream().filter(a -> !before.contains(a)).forEach(a -> tell(notices, a, own, true));
    before.stream().filter(a -> !after.contains(a)).forEach(a -> tell(notices, a, own, false));
    return notices;
  }

  private void tell(List<Notice> notices, Address to, Address about, boolean online) {
    for (Queue queue : present.getOrDefault(to, Set.of())) {
      notices.add(new Notice(queue, about, online));
    }
  }
}
