package sotto.classic.challenge;

import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import sotto.classic.face.ComponentLog;
import sotto.classic.face.ComponentLog.Component;
import sotto.classic.face.Surroundings;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.net.Listener;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;
import sotto.classic.record.Vocabulary.Said;

/// The server of `challenge`: challenges, signs keys, tells everybody who is here, and passes
/// messages on.
public final class ChallengeServer implements AutoCloseable {
  private record Present(Connection connection, Fields user) {}

  private final Profile profile;
  private final Surroundings around;
  private final ComponentLog log;
  private final Duration timeout;
  private final KeyPair keys;
  private final SignedKeys signedKeys;
  private final Map<String, Present> present = new TreeMap<>();
  private final ReentrantLock telling = new ReentrantLock();
  private final Listener listener;

  private ChallengeServer(Profile profile, Surroundings around, Duration timeout) throws Refusal {
    this.profile = profile;
    this.around = around;
    this.log = new ComponentLog(around.terminal(), around.clock());
    this.timeout = timeout;
    this.keys = RsaKeys.generate(around.random());
    this.signedKeys = new SignedKeys(profile);
    this.listener =
        Listener.open(
            around.host(),
            around.port(),
            profile.framing(),
            this::serve,
            s -> log.say(Component.SERVER, s));
  }

  public static ChallengeServer start(Profile profile, Surroundings around, Duration timeout)
      throws Refusal {
    around.terminal().say(profile.warning());
    var server = new ChallengeServer(profile, around, timeout);
    around.terminal().say("Server listening on " + around.hostName() + ":" + server.port());
    return server;
  }

  public int port() {
    return listener.port();
  }

  private void serve(Connection connection) throws Refusal {
    connection.timeout(timeout);
    String name = "";
    try {
      String key = new Handshake(profile, around, keys).challenge(connection);
      log.say(Component.AUTH, connection.peer() + " returned the nonce.");
      name = register(connection, key);
      log.say(Component.AUTH, name + " registered.");
      broadcast();
      route(connection, name);
    } catch (Refusal e) {
      explain(connection, e.sentence());
      throw e;
    } finally {
      leave(name, connection);
    }
  }

  private String register(Connection connection, String provenKey) throws Refusal {
    Said said = heard(connection);
    if (!said.is(ChallengeRecords.REGISTER)) throw Refusal.refused("Register first.");
    String name = Username.checked(said.fields().text("username"));
    String key = RsaKeys.pem(RsaKeys.publicKey(said.fields().text("public_key")));
    if (!profile.asPublished() && !key.equals(provenKey))
      throw Refusal.refused("This is not the key that the nonce was encrypted with.");
    Fields user =
        Fields.of("username", name)
            .with("public_key", key)
            .with("signature", signedKeys.sign(key, keys.getPrivate(), around.random()));
    synchronized (present) {
      if (present.containsKey(name))
        throw Refusal.refused("Username " + name + " is already active.");
      present.put(name, new Present(connection, user));
    }
    connection.introduce();
    return name;
  }

  private void route(Connection connection, String name) throws Refusal {
    int wrong = 0;
    while (wrong < 50) {
      Optional<byte[]> record = connection.receive();
      if (record.isEmpty()) return;
      try {
        Said said = profile.vocabulary().read(record.get());
        if (said.is(ChallengeRecords.MESSAGE)) pass(said.fields(), name);
        else if (!said.is(ChallengeRecords.HEARTBEAT))
          throw Refusal.refused("This record is not for a server.");
      } catch (Refusal e) {
        wrong++;
        explain(connection, e.sentence());
      }
    }
    throw Refusal.refused("Too many invalid messages.");
  }

  /// The package is passed on as it is: the server has no key to it.
  private void pass(Fields message, String sender) throws Refusal {
    String recipient = message.text("recipient");
    Optional<Connection> to;
    synchronized (present) {
      to = Optional.ofNullable(present.get(recipient)).map(Present::connection);
    }
    if (to.isEmpty()) throw Refusal.refused("User " + recipient + " is not active");
    var values = new LinkedHashMap<>(message.values());
    values.remove("recipient");
    to.get()
        .send(
            ChallengeRecords.MESSAGE.encode(
                new Fields(values).with("sender", sender).with("type", "message")));
    log.say(Component.ROUTER, sender + " -> " + recipient);
  }

  private Said heard(Connection connection) throws Refusal {
    byte[] record =
        connection
            .receive()
            .orElseThrow(() -> Refusal.unreachable("left before it had registered."));
    return profile.vocabulary().read(record);
  }

  private void explain(Connection connection, String sentence) {
    try {
      connection.send(
          ChallengeRecords.ERROR.encode(ChallengeRecords.ERROR.start().with("message", sentence)));
    } catch (Refusal e) {
      log.say(Component.SERVER, connection.peer() + " could not be told: " + sentence);
    }
  }

  private void leave(String name, Connection connection) {
    boolean was;
    synchronized (present) {
      was = present.containsKey(name) && present.get(name).connection() == connection;
      if (was) present.remove(name);
    }
    if (!was) return;
    log.say(Component.SERVER, name + " left.");
    broadcast();
  }

  /// Everybody learns who is here whenever somebody comes or goes: one list after the other, so
  /// that no older one arrives last.
  private void broadcast() {
    telling.lock();
    try {
      tellAll();
    } finally {
      telling.unlock();
    }
  }

  private void tellAll() {
    var users = new LinkedHashMap<String, Fields>();
    Map<String, Present> now;
    synchronized (present) {
      now = new TreeMap<>(present);
    }
    now.forEach((name, one) -> users.put(name, one.user()));
    byte[] list =
        ChallengeRecords.USER_LIST.encode(ChallengeRecords.USER_LIST.start().with("users", users));
    now.forEach((name, one) -> {
      try {
        one.connection().send(list);
      } catch (Refusal e) {
        log.say(Component.SERVER, name + " could not be told who is here.");
      }
    });
  }

  @Override
  public void close() {
    listener.close();
  }
}
