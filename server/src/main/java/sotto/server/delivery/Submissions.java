package sotto.server.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Rules 7 to 12: each submission is judged once, and what is accepted goes into every queue in the
/// order of acceptance.
final class Submissions {
  private final DeliveryStore store;
  private final Policy policy;
  private final Rates rates;
  private final Queues queues;
  private final Groups groups;
  private final Flights flights;
  private final Overflow overflow;
  private final Outbox outbox;
  private final boolean mayFly;

  Submissions(
      DeliveryStore store,
      Policy policy,
      Rates rates,
      Queues queues,
      Groups groups,
      Flights flights,
      Overflow overflow,
      Outbox outbox,
      boolean mayFly) {
    this.store = store;
    this.policy = policy;
    this.rates = rates;
    this.queues = queues;
    this.groups = groups;
    this.flights = flights;
    this.overflow = overflow;
    this.outbox = outbox;
    this.mayFly = mayFly;
  }

  void submit(Queue sender, Posting posting, long now, Ticket ticket) {
    if (repeated(sender, posting, ticket)) {
      return;
    }
    if (posting.content() instanceof Posting.Application
        && sender.stalls.holdsBack(posting.group(), posting.id())) {
      withoutVerdict(sender, posting, ErrorCode.UNAVAILABLE, ticket);
      return;
    }
    if (!rates.allow(sender, posting.content(), now)) {
      withoutVerdict(sender, posting, ErrorCode.RATE, ticket);
      return;
    }
    sender.highest = posting.number();
    switch (posting.content()) {
      case Posting.Application application ->
          application(sender, posting, application, now, ticket);
      case Posting.Proposal proposal -> proposal(sender, posting, proposal, now, ticket);
      case Posting.Commit commit -> commit(sender, posting, commit, now, ticket);
      case Posting.Create create -> create(sender, posting, create, now, ticket);
      case Posting.Rejoin rejoin -> rejoin(sender, posting, rejoin, now, ticket);
    }
  }

  /// The same submission may come again later.
  private void withoutVerdict(Queue sender, Posting posting, ErrorCode why, Ticket ticket) {
    sender.notJudged(posting);
    outbox.now(new Effect.Failed(ticket, why));
  }

  /// Rule 11: "the same bytes get the same verdict, other bytes under a used id are refused".
  private boolean repeated(Queue sender, Posting posting, Ticket ticket) {
    Message unjudged = sender.unjudged.get(posting.id());
    if (unjudged != null) {
      // The earlier copy waits for its recipients; now it waits for the disk, and both are
      // answered.
      if (!unjudged.written) {
        flights.write(unjudged);
        durableAfterCommit(unjudged);
      }
    }
    Optional<StoredVerdict> known =
        store.verdict(sender.id(), posting.id(), posting.number(), sender.highest);
    if (known.isPresent()) {
      boolean same = Digests.same(known.get().digest(), posting.digest());
      Verdict verdict = same ? known.get().verdict() : Verdicts.refusal(ErrorCode.ID_REUSED);
      outbox.afterCommit(new Effect.Judged(ticket, posting.id(), verdict));
      return true;
    }
    if (posting.number() <= sender.highest) {
      outbox.afterCommit(
          new Effect.Judged(ticket, posting.id(), Verdicts.refusal(ErrorCode.NUMBER_USED)));
      return true;
    }
    return false;
  }

  private void application(
      Queue sender, Posting posting, Posting.Application application, long now, Ticket ticket) {
    Optional<Group> found = permitted(sender, posting, now, ticket);
    if (found.isEmpty()) {
      return;
    }
    Group group = found.get();
    if (posting.epoch() < group.epoch()) {
      judge(sender, posting, new Verdict.WrongEpoch(group.epoch(), group.commit()), now, ticket);
      return;
    }
    catchUpWith(group, posting.epoch(), now);
    Message message = new Message(group, sender.id(), Kind.APPLICATION, application.body(), now);
    Addressing addressing = new Addressing(message);
    group.roster().forEach(member -> addressing.application(member, sender, now));
    addressing.send(sender, posting, now, ticket);
  }

  private void proposal(
      Queue sender, Posting posting, Posting.Proposal proposal, long now, Ticket ticket) {
    Optional<Group> found = permitted(sender, posting, now, ticket);
    if (found.isEmpty()) {
      return;
    }
    Group group = found.get();
    if (posting.epoch() != group.epoch()) {
      judge(sender, posting, new Verdict.WrongEpoch(group.epoch(), group.commit()), now, ticket);
      return;
    }
    Message message = new Message(group, sender.id(), Kind.PROPOSAL, proposal.body(), now);
    Addressing addressing = new Addressing(message);
    group.roster().forEach(member -> addressing.handshake(member, sender));
    addressing.send(sender, posting, now, ticket);
  }

  private void rejoin(
      Queue sender, Posting posting, Posting.Rejoin rejoin, long now, Ticket ticket) {
    Optional<Group> found =
        groups.of(posting.group()).filter(group -> group.has(sender) || sender.asksToRejoin(now));
    if (found.isEmpty()) {
      refuse(sender, posting, ErrorCode.NOT_ON_ROSTER, now, ticket);
      return;
    }
    if (!rejoin.who().equals(sender.who())) {
      refuse(sender, posting, ErrorCode.OUTER_FIELDS, now, ticket);
      return;
    }
    Message message = new Message(found.get(), sender.id(), Kind.REJOIN, rejoin.body(), now);
    Addressing addressing = new Addressing(message);
    found.get().roster().forEach(member -> addressing.handshake(member, sender));
    addressing.send(sender, posting, now, ticket);
  }

  /// Rule 8: a Commit, its Welcomes and the new roster, by compare-and-set on the epoch.
  private void commit(
      Queue sender, Posting posting, Posting.Commit commit, long now, Ticket ticket) {
    Optional<Group> found = permitted(sender, posting, now, ticket);
    if (found.isEmpty()) {
      return;
    }
    Group group = found.get();
    if (posting.epoch() < group.epoch()) {
      judge(sender, posting, new Verdict.WrongEpoch(group.epoch(), group.commit()), now, ticket);
      return;
    }
    List<Group.Member> before = group.roster();
    if (before.size() > 1 && !sender.upToDate()) {
      // Rule 9: what was accepted before this Commit reaches its sender before the answer to it,
      // because the sender can read it only until then. Not a verdict.
      outbox.now(new Effect.Failed(ticket, ErrorCode.UNAVAILABLE));
      return;
    }
    List<Group.Member> after = groups.members(commit.roster());
    Optional<ErrorCode> objection = new NewRoster(before, after).objection(commit, policy);
    if (objection.isPresent()) {
      refuse(sender, posting, objection.get(), now, ticket);
      return;
    }
    group.advance(posting.epoch() + 1, commit.hash(), after);
    groups.changed(group, now);
    Set<ClientAddress> welcomed = new HashSet<>();
    commit.welcomes().forEach(welcome -> welcomed.addAll(welcome.recipients()));
    Message message = new Message(group, sender.id(), Kind.COMMIT, commit.body(), now);
    Addressing addressing = new Addressing(message);
    for (Group.Member member : before) {
      // Who is welcomed back has lost the epoch that the Commit ends, and begins with the Welcome.
      if (!welcomed.contains(member.who())) {
        addressing.handshake(member, sender);
      }
    }
    addressing.send(sender, posting, now, ticket);
    for (WelcomeFor welcome : commit.welcomes()) {
      welcome(sender, group, posting, welcome, now);
    }
  }

  private void welcome(Queue sender, Group group, Posting posting, WelcomeFor welcome, long now) {
    byte[] body = new DeliveryBody.Welcome(posting.id(), welcome.welcome()).encoded();
    Addressing addressing =
        new Addressing(new Message(group, sender.id(), Kind.WELCOME, body, now));
    for (ClientAddress recipient : welcome.recipients()) {
      addressing.handshake(new Group.Member(recipient, queues.of(recipient)), sender);
    }
    addressing.write();
  }

  private void create(
      Queue sender, Posting posting, Posting.Create create, long now, Ticket ticket) {
    if (groups.of(posting.group()).isPresent()) {
      refuse(sender, posting, ErrorCode.GROUP_EXISTS, now, ticket);
      return;
    }
    if (create.predecessor().isPresent()) {
      Optional<ErrorCode> objection =
          succeed(sender, create.predecessor().get(), posting.group(), now);
      if (objection.isPresent()) {
        refuse(sender, posting, objection.get(), now, ticket);
        return;
      }
    }
    groups.create(posting.group(), sender, now);
    judge(sender, posting, Verdicts.accepted(now, List.of()), now, ticket);
  }

  /// Rule 18: one successor per group.
  private Optional<ErrorCode> succeed(
      Queue sender, SubmissionBody.Predecessor predecessor, Bytes successor, long now) {
    Optional<Group> old = groups.of(predecessor.group());
    if (old.isEmpty()) {
      return Optional.of(ErrorCode.GROUP_UNKNOWN);
    }
    if (!old.get().has(sender)) {
      return Optional.of(ErrorCode.NOT_ON_ROSTER);
    }
    if (old.get().successor().isPresent()) {
      return Optional.of(ErrorCode.SUCCESSOR_EXISTS);
    }
    old.get().succeededBy(successor);
    groups.changed(old.get(), now);
    return Optional.empty();
  }

  /// Rule 7: "Only a client on the roster may submit". Who is not learns no more of a group than
  /// who invents one.
  private Optional<Group> permitted(Queue sender, Posting posting, long now, Ticket ticket) {
    Optional<Group> group = groups.of(posting.group());
    if (group.isEmpty() || !group.get().has(sender)) {
      refuse(sender, posting, ErrorCode.NOT_ON_ROSTER, now, ticket);
      return Optional.empty();
    }
    return group;
  }

  /// Rule 8: "An epoch higher than the server's is accepted from a client on the roster (the server
  /// was restored from a backup)."
  private void catchUpWith(Group group, long epoch, long now) {
    if (epoch > group.epoch()) {
      group.advance(epoch, Hash.NONE, group.roster());
      groups.changed(group, now);
    }
  }

  private void refuse(Queue sender, Posting posting, ErrorCode code, long now, Ticket ticket) {
    judge(sender, posting, Verdicts.refusal(code), now, ticket);
  }

  private void judge(Queue sender, Posting posting, Verdict verdict, long now, Ticket ticket) {
    writeBefore(sender, posting.number());
    store.addVerdict(Verdicts.remembered(sender, posting, verdict, now));
    outbox.afterCommit(new Effect.Judged(ticket, posting.id(), verdict));
  }

  /// A verdict must not outlive a crash that takes the message of a smaller number of the same
  /// client with it: that number would be below the highest, and the message come again after later
  /// ones.
  void writeBefore(Queue sender, long number) {
    while (!sender.unjudged.isEmpty()) {
      Message oldest = sender.unjudged.values().iterator().next();
      if (oldest.written
          || oldest.judgement.isEmpty()
          || oldest.judgement.get().verdict().number() >= number) {
        return;
      }
      flights.write(oldest);
      durableAfterCommit(oldest);
    }
  }

  void judged(Message.Judgement judgement) {
    judgement.sender().unjudged.remove(judgement.verdict().id());
  }

  /// The message is in the running transaction: its sender hears when that is durable.
  void durableAfterCommit(Message message) {
    message.judgement.ifPresent(judgement -> {
      judged(judgement);
      outbox.afterCommit(judgement.effect());
    });
    message.judgement = Optional.empty();
  }

  /// Finds out, recipient by recipient, how a message goes to its queue.
  private final class Addressing {
    private final Message message;
    private final List<Entry> pushed = new ArrayList<>(2);
    private final List<Verdict.Missed> missed = new ArrayList<>(0);
    private boolean flies = mayFly;

    Addressing(Message message) {
      this.message = message;
    }

    void application(Group.Member member, Queue sender, long now) {
      Optional<Queue> to = other(member, sender);
      if (to.isEmpty()) {
        return;
      }
      Queue queue = to.get();
      if (queue.state == Queue.State.LIVE) {
        pushed.add(message.addressedTo(queue));
      } else if (overflow.admits(queue, sender.id(), message.body.length, message.group, now)) {
        behind(queue);
      } else {
        missed.add(new Verdict.Missed(member.who(), Verdict.Missed.Reason.FULL));
      }
    }

    void handshake(Group.Member member, Queue sender) {
      flies = false;
      Optional<Queue> to = other(member, sender);
      if (to.filter(queue -> queue.state == Queue.State.LIVE).isPresent()) {
        pushed.add(message.addressedTo(to.get()));
      } else {
        to.ifPresent(this::behind);
      }
    }

    /// The member's queue, unless it is the sender's own, or gone.
    @SuppressWarnings("ReferenceEquality") // a queue is one object as long as it is known
    private Optional<Queue> other(Group.Member member, Queue sender) {
      if (member.queue().isEmpty()) {
        missed.add(new Verdict.Missed(member.who(), Verdict.Missed.Reason.GONE));
      }
      return member.queue().filter(queue -> queue != sender);
    }

    private void behind(Queue queue) {
      flies = false;
      queue.behind = message.addressedTo(queue).number();
    }

    void send(Queue sender, Posting posting, long now, Ticket ticket) {
      Verdict verdict = Verdicts.accepted(now, missed);
      StoredVerdict remembered = Verdicts.remembered(sender, posting, verdict, now);
      message.judgement = Optional.of(new Message.Judgement(sender, ticket, remembered));
      if (flies && !pushed.isEmpty()) {
        sender.unjudged.put(posting.id(), message);
        flights.add(message);
        pushed.forEach(outbox::push);
      } else {
        writeBefore(sender, posting.number());
        write();
      }
    }

    /// Into the running transaction. The sender's answer goes out before the pushes; handshake
    /// messages are pushed only when they are durable (rule 12).
    void write() {
      if (message.open > 0) {
        flights.write(message);
      } else {
        message.judgement.ifPresent(judgement -> store.addVerdict(judgement.verdict()));
      }
      durableAfterCommit(message);
      pushed.forEach(message.kind == Kind.APPLICATION ? outbox::push : outbox::pushAfterCommit);
    }
  }
}
