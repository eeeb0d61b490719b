package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sotto.client.Conversation;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.client.engine.Facts;
import sotto.client.engine.Holdings;
import sotto.client.engine.State;
import sotto.client.engine.Table;
import sotto.client.engine.Views;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.tree.Credential;
import sotto.protocol.identity.CredentialIdentity;

/// What must hold when a world has come to rest, whatever happened in it.
final class Agreement {
  private Agreement() {}

  static void holds(World world) {
    List<Person> people = List.copyOf(world.people.values());
    for (Person person : people) {
      shownAsInTheTree(person);
      onceAndInOrder(person, people);
    }
    sameGroups(world);
  }

  /// Members hold the same state, and no key sealed twice: also where a history was lost.
  static void sameGroups(World world) {
    membersHoldTheSame(world, Holdings::groups, _ -> true);
    noKeySealedTwice(world);
  }

  /// The same of the groups that somebody writes to. Of one in which nobody speaks, its lost
  /// members only hear when its keys are renewed. Who lost a group and is in nobody's tree any more
  /// was removed, and who lost one that nobody else holds cannot be let in: both ask in vain for a
  /// month.
  static void sameGroupsInUse(World world) {
    membersHoldTheSame(
        world,
        (state, talk) -> Holdings.readable(state, talk).stream().limit(1).toList(),
        c -> c.state() == Conversation.State.ACTIVE);
    assertThat(world.ledger.reusedAfterOneWasTaken())
        .as("keys under which two ciphertexts left, one of which the server had")
        .isEmpty();
  }

  private static void noKeySealedTwice(World world) {
    assertThat(world.ledger.reused()).as("keys under which two ciphertexts left").isEmpty();
  }

  private static boolean isActive(Conversation c) {
    return c.state() == Conversation.State.ACTIVE || c.state() == Conversation.State.REQUEST;
  }

  /// Same epoch, same members, same authenticator, and everybody who is a member knows it.
  private static void membersHoldTheSame(
      World world,
      BiFunction<State, String, List<Group>> groups,
      Predicate<Conversation> isWrittenTo) {
    Map<String, Map<String, String>> holdings = new HashMap<>();
    Map<String, List<String>> trees = new HashMap<>();
    Set<String> used = new HashSet<>();
    for (Person person : world.people.values()) {
      State state = person.client().state();
      for (Conversation c :
          Views.conversations(state).stream().filter(Agreement::isActive).toList()) {
        for (Group group : groups.apply(state, c.id())) {
          String id = group.groupId().toString();
          String epoch = group.epoch() + " " + HexFormat.of().formatHex(group.epochAuthenticator());
          holdings
              .computeIfAbsent(id, _ -> new HashMap<>())
              .put(person.address().toString(), epoch);
          trees.put(id, inTree(group));
          if (isWrittenTo.test(c)) {
            used.add(id);
          }
        }
      }
    }
    holdings.keySet().retainAll(used);
    holdings.forEach((id, members) -> {
      assertThat(new HashSet<>(members.values())).as("epochs of " + id + ": " + members).hasSize(1);
      assertThat(new TreeSet<>(members.keySet()))
          .as("who holds group " + id)
          .isEqualTo(new TreeSet<>(Objects.requireNonNull(trees.get(id))));
    });
  }

  /// Invariant 7: "The members shown are those of the ratchet tree, from nowhere else."
  static void shownAsInTheTree(Person person) {
    for (Conversation c : Views.conversations(person.client().state())) {
      List<Group> groups = Holdings.groups(person.client().state(), c.id());
      List<String> shown = c.members().stream().map(Conversation.Member::address).sorted().toList();
      assertThat(shown)
          .as(person.name() + " sees the members of " + c.name())
          .isEqualTo(groups.isEmpty() ? List.of() : inTree(groups.getFirst()));
    }
  }

  static List<String> inTree(Group group) {
    TreeSet<String> accounts = new TreeSet<>();
    for (Member member : group.members()) {
      try {
        byte[] identity = ((Credential.Basic) member.credential()).identity();
        accounts.add(
            ((Decoder<CredentialIdentity>) CredentialIdentity::decode)
                .decodeAll(identity)
                .who()
                .address()
                .toString());
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    }
    return List.copyOf(accounts);
  }

  /// Nothing twice, and of each sender in the order in which it was said, group by group: of two
  /// beneath one conversation one may still wait for its ratchet tree.
  private static void onceAndInOrder(Person reader, List<Person> people) {
    for (Conversation c : Views.conversations(reader.client().state())) {
      List<HistoryEntry.Message> read = reader.messages(c.id());
      assertThat(read).as(reader.name() + " in " + c.name()).doesNotHaveDuplicates();
      for (Person writer : people) {
        if (writer == reader) {
          continue;
        }
        List<String> said = of(writer, writer.messagesIfAny(c.id()));
        assertThat(of(writer, read)).doesNotHaveDuplicates();
        byGroup(reader, read)
            .forEach((group, messages) -> {
              List<String> heard = of(writer, messages);
              List<String> expected = new ArrayList<>(said);
              expected.retainAll(heard);
              assertThat(heard)
                  .as(
                      reader.name()
                          + " read of "
                          + writer.name()
                          + " in "
                          + c.name()
                          + " by "
                          + group)
                  .isEqualTo(expected);
            });
      }
    }
  }

  private static Map<String, List<HistoryEntry.Message>> byGroup(
      Person reader, List<HistoryEntry.Message> messages) {
    Map<String, byte[]> facts = reader.client().disk().load(Table.FACTS);
    Map<String, String> groups = new HashMap<>();
    facts.forEach((key, row) -> groups.put(key, groupIn(row)));
    return messages.stream()
        .collect(
            Collectors.groupingBy(
                m -> groups.getOrDefault("m " + m.from() + " " + m.id().hex(), "none")));
  }

  private static String groupIn(byte[] row) {
    try {
      return Facts.decode(MessageId.of(new byte[32]), row).facts().getOrDefault("group", "none");
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> of(Person writer, List<HistoryEntry.Message> messages) {
    String from = writer.address().toString();
    return messages.stream()
        .filter(m -> m.from().equals(from))
        .map(HistoryEntry.Message::text)
        .toList();
  }

  /// Every message of these people that the server accepted was read by all of them, and none is
  /// still waiting.
  static void everythingArrived(String conversation, List<Person> members) {
    for (Person writer : members) {
      for (HistoryEntry.Message message : writer.messages(conversation)) {
        if (!message.from().equals(writer.address().toString())) {
          continue;
        }
        assertThat(message.delivery())
            .as(writer.name() + "'s " + message.text())
            .isInstanceOf(Delivery.Sent.class);
        for (Person reader : members) {
          assertThat(reader.texts(conversation))
              .as(reader.name() + " reads " + writer.name())
              .contains(message.text());
        }
      }
    }
  }
}
