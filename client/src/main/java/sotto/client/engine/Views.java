package sotto.client.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sotto.client.ClientEntry;
import sotto.client.ClientException;
import sotto.client.Connection;
import sotto.client.Contact;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.Event.ConnectionState;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.client.SafetyNumber;
import sotto.client.engine.Known.Standing;
import sotto.client.engine.Self.Phase;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;

/// What people may see of a state.
public final class Views {
  private Views() {}

  public static Address address(State state) {
    return state.self().me();
  }

  public static ClientAddress who(State state) {
    return state.self().who();
  }

  public static boolean registered(State state) {
    return state.self().phase() == Phase.READY;
  }

  /// Whether the profile may belong to an account: its registration was sent.
  public static boolean mayBeRegistered(State state) {
    return state.self().phase() == Phase.READY || state.self().phase() == Phase.REGISTERING;
  }

  public static boolean pending(State state) {
    return state.self().phase() == Phase.PENDING;
  }

  /// The name wanted, also before there is an address.
  public static String account(State state) {
    return state.self().account().toLowerCase(Locale.ROOT);
  }

  public static String host(State state) {
    return state.self().host();
  }

  public static int port(State state) {
    return state.self().port();
  }

  public static String fingerprint(State state) {
    return Fingerprint.of(state.self().accountKey()).text();
  }

  public static Preferences preferences(State state) {
    return state.self().preferences();
  }

  public static List<Event> events(State state) {
    return state.events().values().stream().map(Kept::event).toList();
  }

  // --- the connection ---

  public static boolean online(State state) {
    return state.link().online();
  }

  public static boolean caughtUp(State state) {
    return state.link().caughtUp();
  }

  /// Nothing that could be on its way, or is, is left to wait for.
  public static boolean settled(State state) {
    boolean receipts =
        state.talks().values().stream()
            .anyMatch(t -> t.receiptsAt().isPresent() && t.status() == Talk.Status.ACTIVE);
    boolean leaving = state.groups().values().stream().anyMatch(row -> row.staged().isPresent());
    return state.link().caughtUp()
        && state.link().waiting().isEmpty()
        && state.intents().isEmpty()
        && state.retryAt().isEmpty()
        && !receipts
        && !leaving;
  }

  public static Optional<Trouble> halted(State state) {
    return state.link().halted();
  }

  public static Connection connection(State state) {
    Link link = state.link();
    ConnectionState stage =
        switch (link.stage()) {
          case DOWN -> ConnectionState.OFFLINE;
          case GREETING, PROVED, LOGGING_IN -> ConnectionState.CONNECTING;
          case ONLINE -> ConnectionState.ONLINE;
          case HALTED -> ConnectionState.STOPPED;
        };
    return new Connection(
        stage,
        state.self().host() + ":" + state.self().port(),
        state.self().fingerprint().text(),
        link.keyExchange(),
        link.why().sentence());
  }

  // --- conversations ---

  public static List<Conversation> conversations(State state) {
    return state.talks().values().stream()
        .map(talk -> conversation(state, talk))
        .sorted(Comparator.comparing(Conversation::lastActivity).reversed())
        .toList();
  }

  public static Conversation conversation(State state, String key) {
    return conversation(state, state.talks().find(key).orElseThrow());
  }

  private static Conversation conversation(State state, Talk talk) {
    Optional<GroupRow> row = state.groupOf(talk.key());
    return new Conversation(
        talk.id().hex(),
        talk.title(),
        talk.kind() == ConversationData.Kind.DIRECT
            ? Conversation.Kind.DIRECT
            : Conversation.Kind.GROUP,
        Conversation.State.valueOf(talk.status().name()),
        row.map(r -> members(state, r.group())).orElse(List.of()),
        row.map(r -> r.group().epoch()).orElse(0L),
        row.map(r -> r.group().suite().name()).orElse(""),
        talk.lastActivity(),
        talk.unread());
  }

  /// Invariant 7: "The members shown are those of the ratchet tree, from nowhere else."
  private static List<Conversation.Member> members(State state, Group group) {
    ConversationData data = GroupRules.data(group);
    List<Conversation.Member> members = new ArrayList<>();
    for (Address address : Identities.accounts(group)) {
      List<Member> clients =
          group.members().stream()
              .filter(member -> Identities.address(member).equals(address))
              .toList();
      boolean administrator =
          clients.stream().anyMatch(m -> GroupRules.isAdministrator(group, data, m));
      members.add(
          new Conversation.Member(
              address.toString(),
              clients.size(),
              administrator && data.kind() == ConversationData.Kind.MANY
                  ? Conversation.Role.ADMINISTRATOR
                  : Conversation.Role.MEMBER,
              trust(state, address)));
    }
    return members;
  }

  private static Conversation.Trust trust(State state, Address address) {
    return address.equals(state.self().me())
        ? Conversation.Trust.SELF
        : state.contact(address).map(Known::trust).orElse(Conversation.Trust.UNVERIFIED);
  }

  // --- people ---

  public static List<Contact> contacts(State state) {
    List<Contact> contacts = new ArrayList<>();
    for (Known known : state.contacts().values()) {
      // Somebody whom the directory does not know has no key, and is no contact.
      if (known.standing() != Standing.SEEN && known.pinned().isPresent()) {
        contacts.add(
            new Contact(
                known.address().toString(),
                known.displayName(),
                known.pinned().map(key -> Fingerprint.of(key).text()).orElse(""),
                known.trust(),
                known.standing() == Standing.REQUEST
                    ? Contact.Status.REQUEST
                    : Contact.Status.ACCEPTED,
                known.version(),
                note(known)));
      }
    }
    return contacts;
  }

  private static String note(Known known) {
    if (known.shown().isPresent()) {
      return "shows another key than before; nothing is sent until you trust it";
    }
    return known.stopped();
  }

  public static List<ClientEntry> clients(State state) {
    Optional<ClientList> list = state.self().list().map(SignedClientList::list);
    List<ClientEntry> entries = new ArrayList<>();
    for (ListedClient listed : list.map(ClientList::clients).orElse(List.of())) {
      entries.add(
          new ClientEntry(
              state.self().me().toString(),
              listed.client().hex(),
              listed.role() == ListedClient.Role.KEEPER ? "keeper" : "linked",
              list.orElseThrow().version(),
              list.orElseThrow().issuedAt(),
              listed.client().equals(state.self().client())
                  ? ClientEntry.Place.THIS_ONE
                  : ClientEntry.Place.OTHER));
    }
    return entries;
  }

  public static SafetyNumber safetyNumber(State state, Address other) throws ClientException {
    Optional<Known> known = state.contact(other);
    Optional<AccountKey> key = known.flatMap(k -> k.shown().or(k::pinned));
    if (key.isEmpty()) {
      throw new ClientException.Usage(
          "Nothing is known of " + other + " yet: write to it first, or wait for its message.");
    }
    String digits =
        sotto.protocol.identity.SafetyNumber.of(state.self().accountKey(), key.get()).digits();
    return new SafetyNumber(
        state.self().me().toString(),
        other.toString(),
        digits,
        "sotto-safety-number:" + digits,
        known.get().trust());
  }

  // --- messages ---

  /// The history key of a message of ours.
  public static String sentKey(State state, MessageId id) {
    return HistoryLine.key(state.self().me(), id);
  }

  /// All keys under which a message may be known: ours, and each contact's.
  public static List<String> messageKeys(State state, MessageId id) {
    List<String> keys = new ArrayList<>();
    keys.add(sentKey(state, id));
    state.contacts().values().forEach(known -> keys.add(HistoryLine.key(known.address(), id)));
    return keys;
  }

  /// Why a message that waits is not sent: somebody who would get it shows another identity.
  public static Optional<Trouble> blocked(State state, MessageId id) {
    String key = sentKey(state, id);
    return state.outbox().values().stream()
        .filter(o -> o.body() instanceof Outgoing.Body.Content c && c.message().equals(key))
        .findFirst()
        .flatMap(waiting -> Identities.doubts(state, waiting.talk()));
  }

  public static boolean waits(State state, MessageId id) {
    String key = sentKey(state, id);
    return state.outbox().values().stream()
        .anyMatch(o -> o.body() instanceof Outgoing.Body.Content c && c.message().equals(key));
  }
}
