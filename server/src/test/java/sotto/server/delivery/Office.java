package sotto.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;
import sotto.server.store.MemoryStore;
import sotto.server.store.QueueReader;

/// A Delivery Service in one thread, over a store in memory, with clients that are names.
final class Office {
  final MemoryStore store = new MemoryStore();
  final Random random;
  final Policy policy;
  final long grace;
  DeliveryService service;
  long now = 1_000_000;
  final List<Effect.Judged> judged = new ArrayList<>();
  final List<Entry> pushed = new ArrayList<>();
  final List<Effect> others = new ArrayList<>();

  record Asked(int what) implements Ticket {}

  Office(Policy policy, long grace) {
    this.random = new Random(7);
    this.policy = policy;
    this.grace = grace;
    this.service = new DeliveryService(store.delivery(), policy, grace);
  }

  Queue join(String name) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    ClientAddress who = new ClientAddress(new Address(name, "localhost"), ClientId.of(id));
    Queue queue = service.addClient(who);
    commit();
    return queue;
  }

  /// Connects and takes in what waits, until it is live.
  List<QueueReader.Pending> online(Queue queue) {
    service.connect(queue, now);
    commit();
    List<QueueReader.Pending> waiting = store.contents().page(queue.id(), 0, 10_000);
    long reached = waiting.isEmpty() ? 0 : waiting.getLast().number();
    service.read(queue, queue.session(), reached, queue.behind);
    commit();
    return waiting;
  }

  void commit() {
    take(service.effects());
    store.commit();
    take(service.committed());
  }

  /// The transaction does not fit on the disk.
  void fails() {
    store.rollback();
    service.rolledBack();
  }

  /// Everything that the process held in memory is gone; what was not committed, too.
  void crash() {
    store.rollback();
    store.reopen();
    service = new DeliveryService(store.delivery(), policy, grace);
    judged.clear();
    pushed.clear();
  }

  private void take(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Judged verdict -> judged.add(verdict);
        case Effect.Push push -> pushed.add(push.entry());
        default -> others.add(effect);
      }
    }
  }

  /// Submits, commits, and returns the verdict.
  Verdict post(Queue sender, Submission submission) {
    submit(sender, submission);
    commit();
    return verdict(submission.id()).orElseThrow();
  }

  void submit(Queue sender, Submission submission) {
    try {
      service.submit(sender, Posting.of(submission), now, new Asked(judged.size()));
      take(service.effects());
    } catch (MlsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Optional<Verdict> verdict(SubmissionId id) {
    Optional<Verdict> last = Optional.empty();
    for (Effect.Judged each : judged) {
      if (each.id().equals(id)) {
        last = Optional.of(each.verdict());
      }
    }
    return last;
  }

  void acknowledge(Queue queue, long number) {
    service.acknowledge(queue, List.of(new Acknowledgement.Stored(number)), now);
    take(service.effects());
  }

  void refuse(Queue queue, long number) {
    service.acknowledge(
        queue, List.of(new Acknowledgement.Refused(number, Acknowledgement.Reason.DAMAGED)), now);
    commit();
  }

  List<QueueReader.Pending> waiting(Queue queue) {
    return store.contents().page(queue.id(), 0, 10_000);
  }

  /// The application messages that wait, in their order.
  List<SubmissionId> messages(Queue queue) {
    List<SubmissionId> ids = new ArrayList<>();
    for (QueueReader.Pending each : waiting(queue)) {
      try {
        if (each.delivery().body() instanceof DeliveryBody.Message message) {
          ids.add(message.submission());
        }
      } catch (MlsException e) {
        throw new IllegalStateException(e);
      }
    }
    return ids;
  }

  /// A group of these, in epoch 1, made by the first.
  Bytes group(Queue... members) {
    Bytes group = bytes(32);
    post(members[0], create(members[0], group));
    List<ClientAddress> roster = new ArrayList<>();
    for (Queue member : members) {
      roster.add(member.who());
    }
    post(members[0], commit(members[0], group, 0, roster));
    return group;
  }

  Submission create(Queue sender, Bytes group) {
    return submission(sender, group, 0, new SubmissionBody.Create(Optional.empty()));
  }

  Submission commit(Queue sender, Bytes group, long epoch, List<ClientAddress> roster) {
    return commit(sender, group, epoch, roster, List.of());
  }

  Submission commit(
      Queue sender,
      Bytes group,
      long epoch,
      List<ClientAddress> roster,
      List<WelcomeFor> welcomes) {
    Bytes message = message(group, epoch, 3, 40);
    return submission(sender, group, epoch, new SubmissionBody.Commit(message, welcomes, roster));
  }

  Submission application(Queue sender, Bytes group, long epoch) {
    return submission(
        sender, group, epoch, new SubmissionBody.Application(message(group, epoch, 1, 100)));
  }

  Submission submission(Queue sender, Bytes group, long epoch, SubmissionBody body) {
    return new Submission(
        SubmissionId.of(bytes(16).toArray()), sender.highest() + 1, group, epoch, body);
  }

  Bytes message(Bytes group, long epoch, int contentType, int size) {
    Writer out = new Writer();
    out.uint16(1).uint16(2);
    group.writeOpaque(out);
    out.uint64(epoch).uint8(contentType).opaque(new byte[8]).opaque(new byte[28]);
    return Bytes.wrap(out.opaque(bytes(size).toArray()).toBytes());
  }

  Bytes welcome() {
    return Bytes.wrap(new Writer().uint16(1).uint16(3).uint16(1).fixed(new byte[50]).toBytes());
  }

  Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
