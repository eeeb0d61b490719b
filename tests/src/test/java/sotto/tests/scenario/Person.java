package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Contact;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.client.SafetyNumber;
import sotto.client.Unlock;
import sotto.tests.stage.Player;
import sotto.tests.stage.Stage;

/// One person at a real client, with a profile in a folder of its own.
final class Person implements Player, AutoCloseable {
  private final House house;
  private final String name;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Event> heard = new ArrayList<>();
  private final String address;
  private Client client;
  private boolean open = true;

  Person(House house, String name, Client client) {
    this.house = house;
    this.name = name;
    this.client = client;
    this.address = client.address();
    client.subscribe(this::hears);
  }

  /// What was not acknowledged comes again after a restart.
  private synchronized void hears(Event event) {
    if (!Player.isToldAgain(event, heard)) {
      heard.add(event);
      events.add(event);
    }
  }

  @Override
  public String name() {
    return name;
  }

  Client client() {
    return client;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String fingerprint() {
    return client.fingerprint();
  }

  // --- doing ---

  @Override
  public MessageId writes(String to, String text, Optional<MessageId> id) throws ClientException {
    return client.send(to, text, id).id();
  }

  @Override
  public void awaitAccepted(MessageId id) throws ClientException {
    client.awaitAccepted(id, House.PATIENCE);
  }

  @Override
  public void founds(String group, String... members) throws ClientException {
    client.createGroup(group, List.of(members));
  }

  @Override
  public void adds(String group, String... members) throws ClientException {
    client.addMembers(group, List.of(members));
  }

  @Override
  public void removes(String group, String... members) throws ClientException {
    client.removeMembers(group, List.of(members));
  }

  @Override
  public void renames(String group, String to) throws ClientException {
    client.rename(group, to);
  }

  @Override
  public void leaves(String group) throws ClientException {
    client.leave(group);
    client.flush(House.PATIENCE);
  }

  @Override
  public void accepts(String conversation) throws ClientException {
    client.accept(conversation);
  }

  @Override
  public void trusts(String other) throws ClientException {
    client.trust(other);
  }

  @Override
  public void prefers(Preferences preferences) throws ClientException {
    client.prefer(preferences);
  }

  @Override
  public void goesAway() {
    client.close();
    open = false;
  }

  @Override
  public void opens() throws ClientException {
    client = Client.open(house.profile(name), new Unlock.KeyFile());
    client.subscribe(this::hears);
    open = true;
  }

  @Override
  public void comesBack() throws ClientException {
    if (!open) {
      opens();
    }
    client.connect();
    client.awaitOnline(House.PATIENCE);
  }

  @Override
  public void keepsACopy() throws Exception {
    Folders.copy(house.profile(name), house.profile(name + ".copy"));
  }

  @Override
  public void putsTheCopyBack() throws Exception {
    Folders.delete(house.profile(name));
    Folders.copy(house.profile(name + ".copy"), house.profile(name));
  }

  @Override
  public void close() {
    client.close();
  }

  // --- seeing ---

  @Override
  public <E extends Event> E sees(Class<E> kind, Predicate<E> which) throws Exception {
    long deadline = System.nanoTime() + House.PATIENCE.toNanos();
    StringBuilder others = new StringBuilder();
    while (true) {
      Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(event)
          .as(name + " waits for " + kind.getSimpleName() + " and saw only " + others)
          .isNotNull();
      if (kind.isInstance(event) && which.test(kind.cast(event))) {
        return kind.cast(event);
      }
      others.append(event).append('\n');
    }
  }

  @Override
  public Event.Message reads() throws Exception {
    Event.Message message = sees(Event.Message.class, _ -> true);
    client.acknowledge(message);
    return message;
  }

  @Override
  public void until(String what, Stage.Condition condition) throws Exception {
    long deadline = System.nanoTime() + House.PATIENCE.toNanos();
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as(name + ": " + what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  /// What is not known yet does not hold.
  private static boolean holds(Stage.Condition condition) throws Exception {
    try {
      return condition.holds();
    } catch (ClientException.Usage unknown) {
      return false;
    }
  }

  @Override
  public List<HistoryEntry> history(String conversation) throws ClientException {
    try {
      return client.history(conversation, Instant.EPOCH);
    } catch (ClientException.Usage unknown) {
      return List.of();
    }
  }

  @Override
  public List<Conversation> conversations() throws ClientException {
    return client.conversations();
  }

  @Override
  public Conversation conversation(String conversation) throws ClientException {
    return client.conversation(conversation);
  }

  @Override
  public List<Contact> contacts() throws ClientException {
    return client.contacts();
  }

  @Override
  public SafetyNumber safetyNumber(String other) throws ClientException {
    return client.safetyNumber(other);
  }

  @Override
  public List<String> present() {
    return client.present();
  }
}
