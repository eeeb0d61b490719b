package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import sotto.client.ClientEntry;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.engine.Command;
import sotto.client.engine.Command.Destination;
import sotto.client.engine.Evidence;
import sotto.client.engine.HistoryLine;
import sotto.client.engine.Holdings;
import sotto.client.engine.Outcome;
import sotto.client.engine.Table;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ContactAddress;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.SignedClientList;
import sotto.tests.stage.Player;

/// One person at one client: says things, and remembers every event that was shown.
final class Person {
  private final World world;
  private final String name;
  private final SimulatedClient client;
  private final List<Event> events = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private boolean reads = true;

  Person(World world, String name) {
    this.world = world;
    this.name = name;
    this.client = new SimulatedClient(world, name, this::hears);
  }

  SimulatedClient client() {
    return client;
  }

  String name() {
    return name;
  }

  Address address() {
    return address(name);
  }

  ClientAddress who() {
    ClientEntry own = Views.clients(client.state()).getFirst();
    return new ClientAddress(address(), ClientId.of(HexFormat.of().parseHex(own.clientId())));
  }

  void registers() {
    InviteLink link = world.server.invite();
    client.begin(link, name);
    client.connect();
    Admission admission = new Admission.ByInvite(link.token().orElseThrow());
    client.ask(new Command.Register(admission), this::answered);
    world.pass(Duration.ofSeconds(2));
  }

  private void hears(Event event) {
    if (!Player.isToldAgain(event, events)) {
      world.note(name + " sees " + event);
      events.add(event);
    }
    if (reads && event.number() > 0) {
      client.ask(new Command.Shown(event.number()), _ -> {});
    }
  }

  private void answered(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      world.note(name + " is told: " + failed.trouble());
      troubles.add(failed.trouble());
    }
  }

  /// Does not look at the screen, so that nothing counts as read.
  void looksAway() {
    reads = false;
  }

  // --- doing ---

  void does(Command command) {
    world.note(name + " does " + command);
    client.ask(command, this::answered);
  }

  /// A message to a person or a conversation, by name.
  void says(String to, String text) {
    if (!client.running()) {
      return;
    }
    try {
      does(new Command.SendText(destination(to), text, Optional.empty()));
    } catch (ClientException e) {
      throw new AssertionError(e);
    }
  }

  private Destination destination(String to) throws ClientException {
    boolean group =
        Views.conversations(client.state()).stream()
            .anyMatch(c -> c.id().equals(to) || c.name().equals(to) && isGroup(c));
    return group
        ? new Destination.ToTalk(talk(to))
        : new Destination.ToContact(new ContactAddress(address(to), Optional.empty()));
  }

  private static boolean isGroup(Conversation c) {
    return c.kind() == Conversation.Kind.GROUP;
  }

  void founds(String group, String... members) {
    does(new Command.CreateGroup(group, addresses(members)));
  }

  void adds(String group, String... members) {
    does(new Command.AddMembers(talk(group), addresses(members)));
  }

  void removes(String group, String... members) {
    does(new Command.RemoveMembers(talk(group), addresses(members)));
  }

  void renames(String group, String to) {
    does(new Command.Rename(talk(group), to));
  }

  void leaves(String group) {
    does(new Command.Leave(talk(group)));
  }

  void accepts(String conversation) {
    does(new Command.Accept(talk(conversation)));
  }

  void trusts(String other) {
    does(new Command.Trust(address(other)));
  }

  void goesAway() {
    client.disconnect();
    world.pass(Duration.ofSeconds(1));
  }

  void comesBack() {
    client.connect();
    world.pass(Duration.ofSeconds(5));
  }

  List<Address> addresses(String... names) {
    return List.of(names).stream().map(this::address).toList();
  }

  Address address(String other) {
    try {
      return Address.of(other, SimulatedServer.NAME);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// The key of a conversation by its name, or by the other person's.
  String talk(String typed) {
    return Holdings.key(client.state(), id(typed));
  }

  String id(String typed) {
    return found(typed).orElseThrow(() -> new AssertionError(name + " has no " + typed)).id();
  }

  /// The messages of a conversation that this person may not know.
  List<HistoryEntry.Message> messagesIfAny(String conversation) {
    return found(conversation).isEmpty() ? List.of() : messages(conversation);
  }

  Optional<Conversation> found(String typed) {
    String direct = typed + "@" + SimulatedServer.NAME;
    return Views.conversations(client.state()).stream()
        .filter(c -> c.name().equals(typed) || c.name().equals(direct) || c.id().equals(typed))
        .findFirst();
  }

  List<Conversation> conversations() {
    return client.running() ? Views.conversations(client.state()) : List.of();
  }

  Conversation conversation(String typed) {
    return Views.conversation(client.state(), talk(typed));
  }

  // --- looking ---

  List<Event> events() {
    return events;
  }

  List<Trouble> troubles() {
    return troubles;
  }

  /// The contacts known to be connected now.
  List<String> present() {
    if (!client.running() || !Views.online(client.state())) {
      return List.of();
    }
    TreeSet<String> present = new TreeSet<>();
    for (Event event : events) {
      switch (event) {
        case Event.Connection _ -> present.clear();
        case Event.Presence one when one.state() == Event.PresenceState.HERE ->
            present.add(one.address());
        case Event.Presence one -> present.remove(one.address());
        default -> {}
      }
    }
    return List.copyOf(present);
  }

  <E extends Event> List<E> saw(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <E extends Event> boolean saw(Class<E> kind, Predicate<E> which) {
    return saw(kind).stream().anyMatch(which);
  }

  List<HistoryEntry.Message> messages(String conversation) {
    return client.disk().shelf(Table.HISTORY, talk(conversation)).stream()
        .map(Person::line)
        .filter(HistoryEntry.Message.class::isInstance)
        .map(HistoryEntry.Message.class::cast)
        .toList();
  }

  private static HistoryEntry line(byte[] row) {
    try {
      return HistoryLine.decode(row);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// The texts of a conversation's history, in order.
  List<String> texts(String conversation) {
    return found(conversation).isEmpty()
        ? List.of()
        : messages(conversation).stream().map(HistoryEntry.Message::text).toList();
  }

  HistoryEntry.Message message(String conversation, String text) {
    return messages(conversation).stream()
        .filter(m -> m.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no message " + text));
  }

  MessageId id(String conversation, String text) {
    return message(conversation, text).id();
  }

  /// What people see of who is in it.
  List<String> members(String conversation) {
    return conversation(conversation).members().stream()
        .map(Conversation.Member::address)
        .sorted()
        .toList();
  }

  Group group(String conversation) {
    return Holdings.groups(client.state(), id(conversation)).getFirst();
  }

  /// The lists about somebody that contradict each other, as this person keeps them.
  List<SignedClientList> evidence(Person about) {
    List<SignedClientList> lists = new ArrayList<>();
    for (byte[] row : client.disk().shelf(Table.EVIDENCE, Evidence.shelf(about.address()))) {
      try {
        Evidence evidence = Evidence.decode(row);
        lists.addAll(List.of(evidence.known(), evidence.shown()));
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    }
    return lists;
  }

  /// The account key's fingerprint, as this person would read it to others.
  Fingerprint fingerprint() {
    try {
      return Fingerprint.parse(Views.fingerprint(client.state()));
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  boolean atRest() {
    if (client.isAway()) {
      return true;
    }
    return client.running()
        && client.connected()
        && client.nothingPending()
        && Views.settled(client.state());
  }

  String restless() {
    return name
        + (client.running()
            ? " connected="
                + client.connected()
                + " settled="
                + Views.settled(client.state())
                + " "
                + Views.conversations(client.state())
            : " is not running");
  }

  void sawNothingUnreadable() {
    assertThat(saw(Event.Unreadable.class)).as(name + " could read everything").isEmpty();
  }
}
