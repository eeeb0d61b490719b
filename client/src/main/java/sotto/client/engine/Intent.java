package sotto.client.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sotto.mls.message.KeyPackage;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;

/// A change of a conversation that somebody asked for and that may need several tries: KeyPackages
/// first, then a Commit that others' Commits may overtake. It lives as long as the process; only a
/// Commit that is on its way survives it.
///
/// @param ticket of the command that waits for it; 0 for none
/// @param gathered clients and KeyPackages by address
/// @param staged whether its Commit is on its way
/// @param dueAt not before
/// @param listed of a rejoin: whether the client is on its account's list as it is now
record Intent(
    long id,
    Kind kind,
    String talk,
    long ticket,
    List<Address> members,
    String name,
    Rows<String, Gathered> gathered,
    boolean staged,
    Optional<Instant> dueAt,
    boolean listed) {

  enum Kind {
    FOUND,
    ADD,
    REMOVE,
    RENAME,
    /// Another client lost its state and asked to be let in again.
    REJOIN
  }

  record Gathered(List<Addition> clients) {}

  record Addition(ClientAddress who, KeyPackage keyPackage) {}

  static Intent of(Kind kind, long id, String talk, long ticket, List<Address> members) {
    return new Intent(
        id,
        kind,
        talk,
        ticket,
        List.copyOf(members),
        "",
        Rows.empty(),
        false,
        Optional.empty(),
        false);
  }

  Intent named(String newName) {
    return new Intent(id, kind, talk, ticket, members, newName, gathered, staged, dueAt, listed);
  }

  Intent with(Address address, Gathered packages) {
    return new Intent(
        id,
        kind,
        talk,
        ticket,
        members,
        name,
        gathered.with(address.toString(), packages),
        staged,
        dueAt,
        listed);
  }

  Intent due(Instant at) {
    return new Intent(
        id, kind, talk, ticket, members, name, gathered, staged, Optional.of(at), listed);
  }

  Intent staged(boolean now) {
    return new Intent(id, kind, talk, ticket, members, name, gathered, now, dueAt, false);
  }

  Intent onList() {
    return new Intent(id, kind, talk, ticket, members, name, gathered, staged, dueAt, true);
  }

  /// Whether nobody came or went but those whom the user named.
  boolean asksFor(List<Address> came, List<Address> went) {
    return switch (kind) {
      case FOUND, ADD -> went.isEmpty() && members.containsAll(came);
      case REMOVE -> came.isEmpty() && members.containsAll(went);
      case RENAME, REJOIN -> false;
    };
  }

  /// What is left of a founding that was too large for one Commit.
  Intent adding() {
    return new Intent(id, Kind.ADD, talk, ticket, members, name, gathered, staged, dueAt, listed);
  }

  boolean needsKeyPackages() {
    return kind == Kind.FOUND || kind == Kind.ADD;
  }

  List<Address> missing() {
    return needsKeyPackages()
        ? members.stream().filter(address -> !gathered.contains(address.toString())).toList()
        : List.of();
  }
}
