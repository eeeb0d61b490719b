package sotto.tests.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sotto.client.ClientException;
import sotto.client.Contact;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.client.SafetyNumber;
import sotto.client.engine.Command;
import sotto.client.engine.HistoryLine;
import sotto.client.engine.Names;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Table;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.mls.codec.MlsException;
import sotto.protocol.identity.Address;
import sotto.tests.stage.Player;
import sotto.tests.stage.Stage;

/// A person on a simulated stage. When the client dies before it has answered, the person looks
/// whether the thing was done, and asks again if it was not.
final class SimulatedPlayer implements Player {
  private static final Set<Conversation.State> GOING =
      EnumSet.of(Conversation.State.LEAVING, Conversation.State.LEFT);

  private final SimulatedStage stage;
  private final World world;
  private final Person person;
  private final SimulatedClient client;
  private Disk copy = new Disk();
  private int seen;
  private int written;

  /// What to ask for, as the names are understood now.
  private interface Wish {
    Command now(State state) throws ClientException;
  }

  private interface Look {
    boolean holds(State state) throws ClientException;
  }

  SimulatedPlayer(SimulatedStage stage, Person person) {
    this.stage = stage;
    this.world = stage.world;
    this.person = person;
    this.client = person.client();
    person.looksAway();
  }

  @Override
  public String name() {
    return person.name();
  }

  @Override
  public String address() {
    return person.address().toString();
  }

  @Override
  public String fingerprint() {
    return Views.fingerprint(state());
  }

  private State state() {
    world.until(name() + " is running", client::running);
    return client.state();
  }

  // --- asking ---

  /// One time of asking: there is no outcome if the client died first.
  private final class Asked {
    private final Command command;
    private final long life = client.life();
    private Optional<Outcome> outcome = Optional.empty();

    Asked(Wish wish) throws ClientException {
      command = wish.now(state());
      world.note(name() + " does " + command);
      client.ask(command, this::answered);
    }

    private void answered(Outcome answer) {
      outcome = Optional.of(answer);
    }

    Optional<Outcome> awaited() {
      world.until(
          name() + " is answered: " + command, () -> outcome.isPresent() || client.life() != life);
      return outcome;
    }
  }

  /// Something that may be asked for twice.
  private String does(Wish wish) throws ClientException {
    while (true) {
      Optional<Outcome> outcome = new Asked(wish).awaited();
      if (outcome.isPresent()) {
        return value(outcome.get());
      }
    }
  }

  private static String value(Outcome outcome) throws ClientException {
    return switch (outcome) {
      case Outcome.Done done -> done.value();
      case Outcome.Failed failed -> throw failed.trouble().asException();
    };
  }

  /// A change of a conversation, of which one can see whether it was done.
  private void changes(Wish wish, Look done) throws ClientException {
    Asked asked = new Asked(wish);
    stage.awaits(() -> {
      Optional<Outcome> outcome = asked.awaited();
      if (outcome.isPresent()) {
        value(outcome.get());
        return;
      }
      world.until(name() + " is at rest after dying", person::atRest);
      if (!done.holds(state())) {
        changes(wish, done);
      }
    });
  }

  private String talk(String conversation) throws ClientException {
    return Names.talk(state(), conversation);
  }

  private List<Address> addresses(String... names) throws ClientException {
    return Names.accounts(state(), List.of(names));
  }

  private static boolean among(State state, String talk, Address address) {
    return Views.conversation(state, talk).members().stream()
        .anyMatch(member -> member.address().equals(address.toString()));
  }

  // --- doing ---

  @Override
  public MessageId writes(String to, String text, Optional<MessageId> id) throws ClientException {
    MessageId chosen = id.orElse(MessageId.ofChoice(name() + " " + written++));
    return new MessageId(
        does(state ->
            new Command.SendText(Names.destination(state, to), text, Optional.of(chosen))));
  }

  @Override
  public void awaitAccepted(MessageId id) throws ClientException {
    world.until(
        name() + "'s message is accepted or not",
        () ->
            client.running()
                && client.nothingPending()
                && (trouble(id).isPresent() || !Views.waits(client.state(), id)));
    Optional<Trouble> trouble = trouble(id);
    if (trouble.isPresent()) {
      throw trouble.get().asException();
    }
  }

  private Optional<Trouble> trouble(MessageId id) {
    State state = client.state();
    return Views.halted(state).or(() -> Views.blocked(state, id)).or(() -> failure(state, id));
  }

  private Optional<Trouble> failure(State state, MessageId id) {
    return client
        .disk()
        .find(Table.HISTORY, Views.sentKey(state, id))
        .map(SimulatedPlayer::line)
        .flatMap(entry ->
            entry instanceof HistoryEntry.Message m && m.delivery() instanceof Delivery.Failed f
                ? Optional.of(Trouble.refused(f.reason()))
                : Optional.empty());
  }

  private static HistoryEntry line(byte[] row) {
    try {
      return HistoryLine.decode(row);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void founds(String group, String... members) throws ClientException {
    changes(
        _ -> new Command.CreateGroup(group, addresses(members)),
        state -> Views.conversations(state).stream().anyMatch(c -> c.name().equals(group)));
  }

  @Override
  public void adds(String group, String... members) throws ClientException {
    String talk = talk(group);
    List<Address> those = addresses(members);
    changes(
        _ -> new Command.AddMembers(talk, those),
        state -> those.stream().allMatch(one -> among(state, talk, one)));
  }

  @Override
  public void removes(String group, String... members) throws ClientException {
    String talk = talk(group);
    List<Address> those = addresses(members);
    changes(
        _ -> new Command.RemoveMembers(talk, those),
        state -> those.stream().noneMatch(one -> among(state, talk, one)));
  }

  @Override
  public void renames(String group, String to) throws ClientException {
    String talk = talk(group);
    changes(
        _ -> new Command.Rename(talk, to),
        state -> Views.conversation(state, talk).name().equals(to));
  }

  @Override
  public void leaves(String group) throws ClientException {
    String talk = talk(group);
    changes(
        _ -> new Command.Leave(talk),
        state -> GOING.contains(Views.conversation(state, talk).state()));
    stage.awaits(() -> world.until(name() + " said goodbye", person::atRest));
  }

  @Override
  public void accepts(String conversation) throws ClientException {
    does(state -> new Command.Accept(Names.talk(state, conversation)));
  }

  @Override
  public void trusts(String other) throws ClientException {
    does(_ -> new Command.Trust(addresses(other).getFirst()));
  }

  @Override
  public void prefers(Preferences preferences) throws ClientException {
    does(_ -> new Command.Prefer(preferences));
  }

  @Override
  public void goesAway() {
    world.until(name() + " has written all", () -> client.running() && client.nothingPending());
    client.disconnect();
    client.dies();
  }

  @Override
  public void opens() {
    client.starts();
  }

  @Override
  public void comesBack() {
    opens();
    client.connect();
    world.until(name() + " is online", () -> client.running() && Views.online(client.state()));
  }

  @Override
  public void keepsACopy() {
    copy = client.disk().copy();
  }

  @Override
  public void putsTheCopyBack() {
    stage.somebodyForgot();
    client.restores(copy);
  }

  // --- seeing ---

  @Override
  public <E extends Event> E sees(Class<E> kind, Predicate<E> which) {
    int from = seen;
    world.until(
        name() + " sees " + kind.getSimpleName() + " after " + from + " of " + person.events(),
        () -> next(kind, which));
    return kind.cast(person.events().get(seen - 1));
  }

  private <E extends Event> boolean next(Class<E> kind, Predicate<E> which) {
    while (seen < person.events().size()) {
      Event event = person.events().get(seen++);
      if (kind.isInstance(event) && which.test(kind.cast(event))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Event.Message reads() throws ClientException {
    Event.Message message = sees(Event.Message.class, _ -> true);
    does(_ -> new Command.Shown(message.number()));
    return message;
  }

  @Override
  public void until(String what, Stage.Condition condition) {
    world.until(
        name() + ": " + what,
        () -> {
          try {
            return client.running() && condition.holds();
          } catch (ClientException.Usage unknown) {
            return false;
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new AssertionError(what, e);
          }
        });
  }

  @Override
  public List<HistoryEntry> history(String conversation) throws ClientException {
    try {
      return client.disk().shelf(Table.HISTORY, talk(conversation)).stream()
          .map(SimulatedPlayer::line)
          .toList();
    } catch (ClientException.Usage unknown) {
      return List.of();
    }
  }

  @Override
  public List<Conversation> conversations() {
    return Views.conversations(state());
  }

  @Override
  public Conversation conversation(String name) throws ClientException {
    return Views.conversation(state(), talk(name));
  }

  @Override
  public List<Contact> contacts() {
    return Views.contacts(state());
  }

  @Override
  public SafetyNumber safetyNumber(String other) throws ClientException {
    return Views.safetyNumber(state(), addresses(other).getFirst());
  }

  @Override
  public List<String> present() {
    return person.present();
  }
}
