package sotto.client.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Settings;
import sotto.protocol.frame.Delivery;
import sotto.protocol.identity.Address;

/// Everything that the engine decides by: a value. What is kept of it is exactly the rows of the
/// tables of state.
///
/// @param errand a registration that waits for the server's proof
/// @param nextIntent numbers intents
/// @param parked entries of the queue that are of the epoch after a Commit of ours which the server
///   has not judged yet; they are answered when it has
public record State(
    Self self,
    Rows<String, Known> contacts,
    Rows<String, Talk> talks,
    Rows<String, GroupRow> groups,
    Rows<String, KeyPackageSecrets> packages,
    Rows<Long, Outgoing> outbox,
    Rows<Long, Kept> events,
    Link link,
    Rows<Long, Intent> intents,
    long nextIntent,
    Optional<Errand> errand,
    Optional<Instant> retryAt,
    Rows<Long, Delivery> parked) {

  record Errand(long ticket, Command command) {}

  static State of(Self self) {
    return new State(
        self,
        Rows.empty(),
        Rows.empty(),
        Rows.empty(),
        Rows.empty(),
        Rows.empty(),
        Rows.empty(),
        Link.DOWN,
        Rows.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Rows.empty());
  }

  /// Reads a table of state whole.
  public interface Tables {
    Map<String, byte[]> rows(Table table) throws MlsException;
  }

  /// The state as the last finished step left it.
  static State load(Tables tables, Crypto crypto, Settings settings) throws MlsException {
    byte[] self = tables.rows(Table.SELF).get("self");
    if (self == null) {
      throw new MlsException("The profile holds no account.");
    }
    Rows<String, Known> contacts = Rows.empty();
    for (byte[] row : tables.rows(Table.CONTACT).values()) {
      Known known = Known.decode(row);
      contacts = contacts.with(known.address().toString(), known);
    }
    Rows<String, Talk> talks = Rows.empty();
    for (byte[] row : tables.rows(Table.CONVERSATION).values()) {
      Talk talk = Talk.decode(row);
      talks = talks.with(talk.key(), talk);
    }
    Rows<String, KeyPackageSecrets> packages = Rows.empty();
    for (Map.Entry<String, byte[]> row : tables.rows(Table.KEY_PACKAGE).entrySet()) {
      packages = packages.with(row.getKey(), KeyPackageSecrets.decode(row.getValue()));
    }
    Rows<Long, Outgoing> outbox = Rows.empty();
    for (byte[] row : tables.rows(Table.OUTBOX).values()) {
      Outgoing outgoing = Outgoing.decode(row);
      outbox = outbox.with(outgoing.seq(), outgoing);
    }
    Rows<Long, Kept> events = Rows.empty();
    for (byte[] row : tables.rows(Table.EVENT).values()) {
      Kept kept = Kept.decode(row);
      events = events.with(kept.event().number(), kept);
    }
    return of(Self.decode(self, crypto))
        .withContacts(contacts)
        .withTalks(talks)
        .withGroups(groups(tables.rows(Table.MLS_GROUP), settings))
        .withPackages(packages)
        .withOutbox(outbox)
        .withEvents(events);
  }

  private static Rows<String, GroupRow> groups(Map<String, byte[]> rows, Settings settings)
      throws MlsException {
    Rows<String, GroupRow> groups = Rows.empty();
    for (Map.Entry<String, byte[]> row : rows.entrySet()) {
      if (row.getKey().endsWith(Turn.MESSAGES)) {
        String id = row.getKey().substring(0, row.getKey().length() - Turn.MESSAGES.length());
        byte[] epoch = rows.get(id + Turn.EPOCH);
        if (epoch == null) {
          throw new MlsException("The profile lacks a part of a group.");
        }
        groups = groups.with(id, GroupRow.decode(id, epoch, row.getValue(), settings));
      }
    }
    return groups;
  }

  // --- what the parts of the engine ask for ---

  Optional<Known> contact(Address address) {
    return contacts.find(address.toString());
  }

  /// The group of a conversation that is written to: of several, the one with the lower id (rules
  /// 18), unless this client has lost that and not the other.
  Optional<GroupRow> groupOf(String talk) {
    return groupsOf(talk).stream().findFirst();
  }

  List<GroupRow> groupsOf(String talk) {
    return groups.values().stream()
        .filter(row -> row.talk().equals(talk))
        .sorted(Comparator.comparing(row -> row.life() == GroupRow.Life.LOST))
        .toList();
  }

  State with(Link other) {
    return changed(draft -> draft.link = other);
  }

  State with(Self other) {
    return changed(draft -> draft.self = other);
  }

  State withContacts(Rows<String, Known> other) {
    return changed(draft -> draft.contacts = other);
  }

  State withTalks(Rows<String, Talk> other) {
    return changed(draft -> draft.talks = other);
  }

  State withGroups(Rows<String, GroupRow> other) {
    return changed(draft -> draft.groups = other);
  }

  State withPackages(Rows<String, KeyPackageSecrets> other) {
    return changed(draft -> draft.packages = other);
  }

  State withOutbox(Rows<Long, Outgoing> other) {
    return changed(draft -> draft.outbox = other);
  }

  State withEvents(Rows<Long, Kept> other) {
    return changed(draft -> draft.events = other);
  }

  State withIntents(Rows<Long, Intent> other, long next) {
    return changed(draft -> {
      draft.intents = other;
      draft.nextIntent = next;
    });
  }

  State withErrand(Optional<Errand> other) {
    return changed(draft -> draft.errand = other);
  }

  State retrying(Optional<Instant> at) {
    return changed(draft -> draft.retryAt = at);
  }

  State parking(Rows<Long, Delivery> other) {
    return changed(draft -> draft.parked = other);
  }

  private State changed(Consumer<Draft> by) {
    Draft draft = new Draft(this);
    by.accept(draft);
    return draft.state();
  }

  /// The parts of the next state while one of them is exchanged; lives as long as that takes.
  private static final class Draft {
    Self self;
    Rows<String, Known> contacts;
    Rows<String, Talk> talks;
    Rows<String, GroupRow> groups;
    Rows<String, KeyPackageSecrets> packages;
    Rows<Long, Outgoing> outbox;
    Rows<Long, Kept> events;
    Link link;
    Rows<Long, Intent> intents;
    long nextIntent;
    Optional<Errand> errand;
    Optional<Instant> retryAt;
    Rows<Long, Delivery> parked;

    Draft(State from) {
      self = from.self;
      contacts = from.contacts;
      talks = from.talks;
      groups = from.groups;
      packages = from.packages;
      outbox = from.outbox;
      events = from.events;
      link = from.link;
      intents = from.intents;
      nextIntent = from.nextIntent;
      errand = from.errand;
      retryAt = from.retryAt;
      parked = from.parked;
    }

    State state() {
      return new State(
          self,
          contacts,
          talks,
          groups,
          packages,
          outbox,
          events,
          link,
          intents,
          nextIntent,
          errand,
          retryAt,
          parked);
    }
  }
}
