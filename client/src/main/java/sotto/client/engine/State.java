package sotto.client.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    State state = of(Self.decode(self, crypto));
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
    return new State(
        state.self,
        contacts,
        talks,
        groups(tables.rows(Table.MLS_GROUP), settings),
        packages,
        outbox,
        events,
        Link.DOWN,
        Rows.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Rows.empty());
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
    return new State(
        self,
        contacts,
        talks,
        groups,
        packages,
        outbox,
        events,
        other,
        intents,
        nextIntent,
        errand,
        retryAt,
        parked);
  }

  State with(Self other) {
    return new State(
        other,
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

  State withContacts(Rows<String, Known> other) {
    return new State(
        self,
        other,
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

  State withTalks(Rows<String, Talk> other) {
    return new State(
        self,
        contacts,
        other,
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

  State withGroups(Rows<String, GroupRow> other) {
    return new State(
        self,
        contacts,
        talks,
        other,
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

  State withPackages(Rows<String, KeyPackageSecrets> other) {
    return new State(
        self,
        contacts,
        talks,
        groups,
        other,
        outbox,
        events,
        link,
        intents,
        nextIntent,
        errand,
        retryAt,
        parked);
  }

  State withOutbox(Rows<Long, Outgoing> other) {
    return new State(
        self,
        contacts,
        talks,
        groups,
        packages,
        other,
        events,
        link,
        intents,
        nextIntent,
        errand,
        retryAt,
        parked);
  }

  State withEvents(Rows<Long, Kept> other) {
    return new State(
        self,
        contacts,
        talks,
        groups,
        packages,
        outbox,
        other,
        link,
        intents,
        nextIntent,
        errand,
        retryAt,
        parked);
  }

  State withIntents(Rows<Long, Intent> other, long next) {
    return new State(
        self, contacts, talks, groups, packages, outbox, events, link, other, next, errand, retryAt,
        parked);
  }

  State withErrand(Optional<Errand> other) {
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
        other,
        retryAt,
        parked);
  }

  State retrying(Optional<Instant> at) {
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
        at,
        parked);
  }

  State parking(Rows<Long, Delivery> other) {
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
        other);
  }
}
