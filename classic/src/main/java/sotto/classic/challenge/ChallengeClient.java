package sotto.classic.challenge;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.net.Leaving;
import sotto.classic.part.Directory;
import sotto.classic.part.Opened;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKeys;
import sotto.classic.profile.Profile;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;
import sotto.classic.record.Vocabulary.Said;

/// A client of `challenge`: a fresh key pair, the two nonces, and then messages to whoever is here.
public final class ChallengeClient {
  public static final int LONGEST_TEXT = 8192;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Profile profile;
  private final Surroundings around;
  private final Terminal terminal;
  private final Connection connection;
  private final KeyPair keys;
  private final ActiveUsers users;
  private final SessionKeys sending;
  private final CountDownLatch registered = new CountDownLatch(1);
  private volatile boolean leaving;
  private volatile boolean cut;

  private ChallengeClient(
      Profile profile,
      Surroundings around,
      Connection connection,
      KeyPair keys,
      ActiveUsers users) {
    this.profile = profile;
    this.around = around;
    this.terminal = around.terminal();
    this.connection = connection;
    this.keys = keys;
    this.users = users;
    this.sending = new SessionKeys(profile.sealing(), profile.lifetime(), around.random());
  }

  public static int run(Profile profile, Surroundings around) throws Refusal {
    Terminal terminal = around.terminal();
    terminal.say(profile.warning());
    Optional<String> asked = terminal.ask("Enter your username: ");
    if (asked.isEmpty() || asked.get().strip().equals("quit")) return 0;
    String name = Username.checked(asked.get());
    KeyPair keys = RsaKeys.generate(around.random());
    try (Connection connection =
        Connection.to(
            around.host(), around.port(), profile.framing(), around.patience(), terminal::say)) {
      PublicKey server = new Handshake(profile, around, keys).respond(connection);
      var users =
          new ActiveUsers(
              new SignedKeys(profile), server, name, s -> terminal.say(Terminal.harmless(s)));
      var client = new ChallengeClient(profile, around, connection, keys, users);
      return client.chat(name);
    }
  }

  private int chat(String name) throws Refusal {
    connection.send(
        ChallengeRecords.REGISTER.encode(
            ChallengeRecords.REGISTER
                .start()
                .with("username", name)
                .with("public_key", RsaKeys.pem(keys.getPublic()))));
    Thread listening = Thread.ofVirtual().start(this::listen);
    Thread beating = Thread.ofVirtual().start(this::beat);
    try {
      if (!isRegistered()) return 4;
      terminal.say("Connected as " + name + ". Send with recipient:message, leave with quit.");
      talk();
    } finally {
      leaving = true;
      beating.interrupt();
      connection.finish();
      Leaving.await(listening);
    }
    return cut ? 3 : 0;
  }

  private boolean isRegistered() throws Refusal {
    try {
      return registered.await(30, TimeUnit.SECONDS) && users.includesMe();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.here("Interrupted.");
    }
  }

  private void talk() {
    while (!cut) {
      Optional<String> line = terminal.ask("> ");
      if (line.isEmpty() || line.get().strip().equals("quit")) return;
      try {
        if (!line.get().isBlank()) send(line.get());
      } catch (Refusal e) {
        terminal.say(Terminal.harmless(e.sentence()));
      }
    }
  }

  private void send(String line) throws Refusal {
    int colon = line.indexOf(':');
    if (colon < 1) throw Refusal.usage("Invalid format. Use 'recipient:message'");
    String recipient = line.substring(0, colon).strip();
    byte[] text = line.substring(colon + 1).strip().getBytes(StandardCharsets.UTF_8);
    if (text.length == 0) throw Refusal.usage("Message cannot be empty");
    if (text.length > LONGEST_TEXT)
      throw Refusal.usage(
          "The message is longer than " + LONGEST_TEXT + " bytes and was not sent.");
    PublicKey key =
        users
            .keyOf(recipient)
            .orElseThrow(() ->
                Refusal.refused(
                    "User " + recipient + " is not active. Active users: " + users.others()));
    SessionKeys.Next next = sending.next(recipient, key);
    Sealed sealed =
        profile
            .sealing()
            .seal(
                text, next.key(), next.wrapped(), Optional.of(keys.getPrivate()), around.random());
    Fields message =
        profile
            .placement()
            .put(ChallengeRecords.MESSAGE.start().with("recipient", recipient), sealed);
    if (profile.directory() == Directory.KEY_IN_THE_MESSAGE)
      message = message.with("encrypted_package.public_key", RsaKeys.pem(keys.getPublic()));
    connection.send(ChallengeRecords.MESSAGE.encode(message));
  }

  private void beat() {
    try {
      while (!leaving) {
        Thread.sleep(HEARTBEAT);
        connection.send(ChallengeRecords.HEARTBEAT.encode(ChallengeRecords.HEARTBEAT.start()));
      }
    } catch (InterruptedException | Refusal e) {
      return;
    }
  }

  private void listen() {
    try {
      Optional<byte[]> record = connection.receive();
      while (record.isPresent()) {
        handle(record.get());
        record = connection.receive();
      }
    } catch (Refusal e) {
      terminal.say(e.sentence());
    }
    cut = !leaving;
    if (cut) terminal.say("The server has closed the connection.");
    registered.countDown();
  }

  private void handle(byte[] record) {
    try {
      Said said = profile.vocabulary().read(record);
      switch (said.layout().name()) {
        case "user_list" -> {
          users.replace(said.fields().table("users"));
          if (users.includesMe()) registered.countDown();
        }
        case "message" -> show(said.fields());
        case "error" -> terminal.say(Terminal.harmless(said.fields().text("message")));
        default -> terminal.say("The server sent something that is not for a client.");
      }
    } catch (Refusal e) {
      terminal.say(Terminal.harmless(e.sentence()));
    }
  }

  private void show(Fields message) throws Refusal {
    String sender = Username.checked(message.text("sender"));
    try {
      Sealed sealed = profile.placement().take(message, profile.sealing().cipher().ivBytes());
      Opened opened =
          profile
              .sealing()
              .open(
                  sealed,
                  () -> profile.sealing().unwrap(sealed.wrappedKey(), keys.getPrivate()),
                  keyFor(message, sender));
      terminal.say("[Message from " + sender + "]: " + Terminal.harmless(opened.text()));
    } catch (Refusal e) {
      terminal.say("A message from " + sender + " was rejected. " + e.sentence());
    }
  }

  /// As published, a message is checked with the key that it brings along, which proves nothing.
  private Optional<PublicKey> keyFor(Fields message, String sender) throws Refusal {
    if (profile.directory() == Directory.SIGNED_LIST) return users.keyOf(sender);
    return Optional.of(RsaKeys.publicKey(message.text("encrypted_package.public_key")));
  }
}
