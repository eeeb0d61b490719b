package sotto.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.DeliveryStore;
import sotto.server.delivery.Kind;
import sotto.server.delivery.QueueLoad;
import sotto.server.delivery.RemovedEntry;
import sotto.server.delivery.StoredEntry;
import sotto.server.delivery.StoredGroup;
import sotto.server.delivery.StoredVerdict;
import sotto.server.store.MemoryStore.Undo;

/// The Delivery Service's store in memory.
final class MemoryDeliveryStore implements DeliveryStore, QueueContents {
  private record VerdictKey(long queue, SubmissionId id) {}

  private record Body(byte[] bytes, int entries) {}

  private record GroupInQueue(long queue, long group) {}

  private final Undo undo;
  private final Map<Long, StoredQueue> queues = new TreeMap<>();
  private final Map<Long, StoredGroup> groups = new HashMap<>();
  private final Map<Long, Body> bodies = new HashMap<>();
  private final Map<Long, TreeMap<Long, StoredEntry>> entries = new HashMap<>();
  private final Map<GroupInQueue, StoredTombstone> tombstones = new HashMap<>();
  private final Map<VerdictKey, StoredVerdict> verdicts = new HashMap<>();
  private final Map<Long, Long> creators = new HashMap<>();
  private final Map<Long, TreeMap<Long, Bytes>> keyPackages = new HashMap<>();
  private final Map<Long, Bytes> lastResorts = new HashMap<>();
  private long boot = 1;
  private long lastId;

  MemoryDeliveryStore(Undo undo) {
    this.undo = undo;
  }

  void reopen() {
    boot++;
  }

  @Override
  public long boot() {
    return boot;
  }

  @Override
  public Optional<StoredQueue> queue(ClientAddress who) {
    return queues.values().stream().filter(queue -> queue.who().equals(who)).findFirst();
  }

  @Override
  public Optional<StoredQueue> queue(long id) {
    return Optional.ofNullable(queues.get(id));
  }

  @Override
  public StoredQueue addQueue(ClientAddress who) {
    StoredQueue queue = new StoredQueue(++lastId, who, 0);
    undo.put(queues, queue.id(), queue);
    return queue;
  }

  @Override
  public void removeQueue(long queue) {
    removeEntries(queue, 0, Long.MAX_VALUE);
    undo.remove(keyPackages, queue);
    undo.remove(lastResorts, queue);
    undo.remove(queues, queue);
    tombstones.keySet().stream()
        .filter(key -> key.queue == queue)
        .toList()
        .forEach(key -> undo.remove(tombstones, key));
  }

  @Override
  public void loggedIn(long queue, long now) {}

  @Override
  public QueueLoad load(long queue) {
    QueueLoad load = new QueueLoad();
    in(queue)
        .filter(entry -> entry.kind() == Kind.APPLICATION)
        .forEach(entry -> load.add(entry.sender(), entry.size()));
    return load;
  }

  @Override
  public long waiting(long queue) {
    return in(queue).count() + tombstones(queue);
  }

  @Override
  public Optional<StoredGroup> group(Bytes id) {
    return groups.values().stream().filter(group -> group.id().equals(id)).findFirst();
  }

  @Override
  public Optional<StoredGroup> group(long row) {
    return Optional.ofNullable(groups.get(row));
  }

  @Override
  public long addGroup(StoredGroup group, long creator) {
    long row = ++lastId;
    undo.put(creators, row, creator);
    undo.put(
        groups,
        row,
        new StoredGroup(
            row,
            group.id(),
            group.epoch(),
            group.commit(),
            group.roster(),
            group.successor(),
            group.changed()));
    return row;
  }

  @Override
  public long groupsOf(long creator) {
    return creators.values().stream().filter(by -> by == creator).count();
  }

  @Override
  public void replaceGroup(StoredGroup group) {
    undo.put(groups, group.row(), group);
  }

  @Override
  public long addBody(byte[] body, int count) {
    long id = ++lastId;
    undo.put(bodies, id, new Body(body.clone(), count));
    return id;
  }

  @Override
  public void addEntry(StoredEntry entry) {
    undo.put(entries.computeIfAbsent(entry.queue(), key -> new TreeMap<>()), entry.number(), entry);
  }

  @Override
  public Optional<StoredEntry> entry(long queue, long number) {
    return in(queue).filter(entry -> entry.number() == number).findFirst();
  }

  @Override
  public List<RemovedEntry> removeEntries(long queue, long first, long last) {
    TreeMap<Long, StoredEntry> all = entries.getOrDefault(queue, new TreeMap<>());
    List<StoredEntry> removed = List.copyOf(all.subMap(first, true, last, true).values());
    for (StoredEntry entry : removed) {
      undo.remove(all, entry.number());
      Body body = bodies.getOrDefault(entry.body(), new Body(new byte[0], 0));
      if (body.entries <= 1) {
        undo.remove(bodies, entry.body());
      } else {
        undo.put(bodies, entry.body(), new Body(body.bytes, body.entries - 1));
      }
    }
    return removed.stream()
        .map(entry -> new RemovedEntry(entry.kind(), entry.sender(), entry.size()))
        .toList();
  }

  @Override
  public void refused(StoredEntry entry, int refusals) {
    undo.put(
        entries.computeIfAbsent(entry.queue(), key -> new TreeMap<>()),
        entry.number(),
        new StoredEntry(
            entry.queue(),
            entry.number(),
            entry.body(),
            entry.kind(),
            entry.group(),
            entry.sender(),
            entry.size(),
            entry.accepted(),
            refusals));
  }

  @Override
  public Optional<StoredEntry> oldest(long queue, Optional<Long> sender) {
    return in(queue)
        .filter(entry -> entry.kind() == Kind.APPLICATION)
        .filter(entry -> sender.isEmpty() || sender.get() == entry.sender())
        .findFirst();
  }

  @Override
  public List<StoredEntry> accepted(long queue, long before, int limit) {
    return in(queue).filter(entry -> entry.accepted() < before).limit(limit).toList();
  }

  @Override
  public List<StoredEntry> ofGroup(long queue, long group) {
    return in(queue).filter(entry -> entry.group() == group).toList();
  }

  @Override
  public Optional<StoredTombstone> tombstone(long queue, long group) {
    return Optional.ofNullable(tombstones.get(new GroupInQueue(queue, group)));
  }

  @Override
  public void putTombstone(StoredTombstone tombstone) {
    undo.put(tombstones, new GroupInQueue(tombstone.queue(), tombstone.group()), tombstone);
  }

  @Override
  public int tombstones(long queue) {
    return (int) tombstones.keySet().stream().filter(key -> key.queue == queue).count();
  }

  @Override
  public boolean removeTombstone(long queue, long number) {
    Optional<StoredTombstone> found =
        tombstones.values().stream()
            .filter(tombstone -> tombstone.queue() == queue && tombstone.number() == number)
            .findFirst();
    found.ifPresent(
        tombstone -> undo.remove(tombstones, new GroupInQueue(queue, tombstone.group())));
    return found.isPresent();
  }

  @Override
  public Optional<StoredVerdict> verdict(long queue, SubmissionId id, long number, long highest) {
    return Optional.ofNullable(verdicts.get(new VerdictKey(queue, id)));
  }

  @Override
  public void addVerdict(StoredVerdict verdict) {
    undo.put(verdicts, new VerdictKey(verdict.queue(), verdict.id()), verdict);
    StoredQueue queue = queues.get(verdict.queue());
    if (queue != null && verdict.number() > queue.highest()) {
      undo.put(queues, queue.id(), new StoredQueue(queue.id(), queue.who(), verdict.number()));
    }
  }

  @Override
  public void forgetVerdicts(long before) {
    verdicts.values().stream()
        .filter(verdict -> verdict.at() < before)
        .map(verdict -> new VerdictKey(verdict.queue(), verdict.id()))
        .toList()
        .forEach(key -> undo.remove(verdicts, key));
  }

  @Override
  public boolean tidy() {
    return false;
  }

  @Override
  public List<Long> queuesAfter(long after, int limit) {
    return queues.keySet().stream().filter(id -> id > after).limit(limit).toList();
  }

  @Override
  public void addKeyPackage(long queue, Bytes keyPackage) {
    undo.put(keyPackages.computeIfAbsent(queue, key -> new TreeMap<>()), ++lastId, keyPackage);
  }

  @Override
  public boolean hasKeyPackage(long queue, Bytes keyPackage) {
    return keyPackages.getOrDefault(queue, new TreeMap<>()).containsValue(keyPackage);
  }

  @Override
  public void replaceLastResort(long queue, Bytes keyPackage) {
    undo.put(lastResorts, queue, keyPackage);
  }

  @Override
  public Optional<Bytes> oldestKeyPackage(long queue) {
    return Optional.ofNullable(keyPackages.getOrDefault(queue, new TreeMap<>()).firstEntry())
        .map(Map.Entry::getValue);
  }

  @Override
  public Optional<Bytes> takeKeyPackage(long queue) {
    TreeMap<Long, Bytes> stock = keyPackages.getOrDefault(queue, new TreeMap<>());
    if (stock.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<Long, Bytes> oldest = stock.firstEntry();
    undo.remove(stock, oldest.getKey());
    return Optional.of(oldest.getValue());
  }

  @Override
  public Optional<Bytes> lastResort(long queue) {
    return Optional.ofNullable(lastResorts.get(queue));
  }

  @Override
  public int stock(long queue) {
    return keyPackages.getOrDefault(queue, new TreeMap<>()).size();
  }

  @Override
  public void forget() {}

  @Override
  public List<QueueReader.Pending> page(long queue, long after, int limit) {
    List<QueueReader.Pending> all = new ArrayList<>();
    in(queue).filter(entry -> entry.number() > after).map(this::pending).forEach(all::add);
    tombstones.values().stream()
        .filter(tombstone -> tombstone.queue() == queue && tombstone.number() > after)
        .map(this::pending)
        .forEach(all::add);
    all.sort(Comparator.comparingLong(QueueReader.Pending::number));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  @Override
  public Optional<QueueReader.Pending> one(long queue, long number) {
    return entry(queue, number).map(this::pending);
  }

  private QueueReader.Pending pending(StoredEntry entry) {
    Body body = bodies.getOrDefault(entry.body(), new Body(new byte[0], 0));
    return new QueueReader.Pending(
        entry.number(), entry.refusals() + 1, groupId(entry.group()), entry.accepted(), body.bytes);
  }

  private QueueReader.Pending pending(StoredTombstone tombstone) {
    DeliveryBody body =
        new DeliveryBody.Tombstone(
            tombstone.dropped(),
            Instant.ofEpochMilli(tombstone.first()),
            Instant.ofEpochMilli(tombstone.last()),
            tombstone.rejoin());
    return new QueueReader.Pending(
        tombstone.number(), 1, groupId(tombstone.group()), tombstone.last(), body.encoded());
  }

  private Bytes groupId(long row) {
    return group(row).map(StoredGroup::id).orElse(Bytes.EMPTY);
  }

  private Stream<StoredEntry> in(long queue) {
    return entries.getOrDefault(queue, new TreeMap<>()).values().stream();
  }
}
