package sotto.classic.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sotto.classic.face.Surroundings;
import sotto.classic.net.Listener;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.CodeChannel;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;

/// The server of `phone` and `signed`: registers numbers, hands out keys, forwards, and keeps what
/// waits.
public final class RelayServer implements AutoCloseable {
  private static final int DOORS = 64;

  final Profile profile;
  final PhoneAndCode registration;
  final Surroundings around;
  final RelayStore store;
  final Optional<KeyPair> keys;
  private final Map<String, RelaySession> online = new ConcurrentHashMap<>();
  private final List<ReentrantLock> doors =
      Stream.generate(ReentrantLock::new).limit(DOORS).toList();
  private final Listener listener;

  private RelayServer(
      Profile profile, Surroundings around, RelayStore store, Optional<KeyPair> keys)
      throws Refusal {
    this.profile = profile;
    this.registration = (PhoneAndCode) profile.registration();
    this.around = around;
    this.store = store;
    this.keys = keys;
    Consumer<String> says = around.terminal()::say;
    this.listener =
        Listener.open(
            around.host(),
            around.port(),
            profile.framing(),
            c -> new RelaySession(this, c).serve(),
            says);
  }

  public static RelayServer start(Profile profile, Surroundings around) throws Refusal {
    around.terminal().say(profile.warning());
    Optional<KeyPair> keys = Optional.empty();
    if (((PhoneAndCode) profile.registration()).code() != CodeChannel.CONSOLE)
      keys = Optional.of(ServerKeys.readOrOffer(around));
    try {
      Files.createDirectories(around.folder());
    } catch (IOException e) {
      throw Refusal.here("The folder " + around.folder() + " cannot be made.");
    }
    RelayStore store = RelayStore.open(around.folder().resolve(profile.name() + ".db"));
    var server = new RelayServer(profile, around, store, keys);
    around.terminal().say("Server listening on " + around.hostName() + ":" + server.port());
    return server;
  }

  public int port() {
    return listener.port();
  }

  public RelayStore store() {
    return store;
  }

  void say(String line) {
    around.terminal().say(line);
  }

  interface Passage {
    void pass() throws Refusal;
  }

  /// Whoever has something for a number, and the number's owner when he comes, one after the other:
  /// so that nothing is laid down for somebody who is just being given what waits, and nothing
  /// overtakes it.
  void atTheDoorOf(String phone, Passage passage) throws Refusal {
    ReentrantLock door = doors.get(Math.floorMod(phone.hashCode(), DOORS));
    door.lock();
    try {
      passage.pass();
    } finally {
      door.unlock();
    }
  }

  /// A number has one connection: a newer one takes the place of an older.
  void arrived(String phone, RelaySession session) {
    RelaySession older = online.put(phone, session);
    if (older != null && older != session) older.end();
  }

  void left(String phone, RelaySession session) {
    online.remove(phone, session);
  }

  /// Sends to whoever is there, and says whether that went well.
  boolean reached(String phone, byte[] record) {
    RelaySession session = online.get(phone);
    return session != null && session.sent(record);
  }

  Fields answer(boolean success, String sentence) {
    return RelayRecords.ANSWER.start().with("success", success).with("message", sentence);
  }

  @Override
  public void close() {
    listener.close();
    store.close();
  }
}
