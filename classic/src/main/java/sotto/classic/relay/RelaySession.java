package sotto.classic.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.net.Framing;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.CodeChannel;
import sotto.classic.part.Registration.Login;
import sotto.classic.part.Registration.PublicKeyComes;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.Vocabulary.Said;

/// One connection to a relay server.
final class RelaySession {
  /// A client that says this many wrong things in a row is shown the door.
  private static final int PATIENCE = 50;

  private final RelayServer server;
  private final Connection connection;
  private final KeyTransport transport;
  private Optional<Enrolment> enrolment = Optional.empty();
  private String phone = "";
  private String claimed = "";
  private byte[] nonce = new byte[0];

  RelaySession(RelayServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
    this.transport = server.profile.sealing().transport();
  }

  void serve() throws Refusal {
    int wrong = 0;
    try {
      while (wrong < PATIENCE) {
        Optional<byte[]> record = next();
        if (record.isEmpty()) return;
        try {
          handle(record.get());
          wrong = 0;
        } catch (Refusal e) {
          wrong++;
          answer(false, e.sentence());
        }
      }
      throw Refusal.refused("said too many wrong things and was disconnected.");
    } finally {
      if (!phone.isEmpty()) server.left(phone, this);
    }
  }

  /// Where the stream itself is broken, its next record cannot be found: say so and hang up.
  private Optional<byte[]> next() throws Refusal {
    try {
      return connection.receive();
    } catch (Refusal e) {
      answer(false, e.sentence());
      throw e;
    }
  }

  private void handle(byte[] record) throws Refusal {
    if (record.length > 0 && record[0] == '-') {
      publicKey(new String(record, StandardCharsets.US_ASCII));
      return;
    }
    Said said = server.profile.vocabulary().read(record);
    Fields fields = said.fields();
    switch (said.layout().name()) {
      case "register" -> register(fields);
      case "code" -> code(fields.text("code"));
      case "encrypted_code" -> code(decrypted(fields.bytes("encrypted_code")));
      case "login" -> login(fields.text("phone_number"));
      case "proof" -> proof(fields.bytes("nonce"));
      case "get_public_key" -> lookUp(fields.text("phone_number"));
      case "message" -> message(fields, record);
      case "receipt", "rejected" -> notice(fields, record);
      default -> throw Refusal.refused("This record is not for a server.");
    }
  }

  private void register(Fields fields) throws Refusal {
    String number = PhoneNumber.checked(fields.text("phone_number"));
    boolean known = server.store.publicKey(number).isPresent();
    if (!known && server.store.users() >= server.registration.maxUsers())
      throw Refusal.refused("Server has reached maximum capacity");
    String key = "";
    if (server.registration.keyComes() == PublicKeyComes.WITH_THE_NUMBER)
      key = RsaKeys.pem(RsaKeys.publicKey(fields.text("public_key")));
    var attempt = new Enrolment(number, key, server.around.random());
    enrolment = Optional.of(attempt);
    server.say("Verification code for " + number + ": " + attempt.code());
    Fields ask =
        RelayRecords.VERIFICATION
            .start()
            .with("message", "Enter the 6-digit code that the server shows.");
    if (server.registration.code() == CodeChannel.SAME_CONNECTION)
      ask = ask.with("verification_code", attempt.code());
    send(RelayRecords.VERIFICATION, ask);
  }

  private String decrypted(byte[] code) throws Refusal {
    var keys =
        server.keys.orElseThrow(
            () -> Refusal.refused("This server has no RSA key: send the code itself."));
    return new String(transport.unwrap(code, keys.getPrivate(), 6), StandardCharsets.US_ASCII);
  }

  private void code(String typed) throws Refusal {
    Enrolment attempt = enrolment.orElseThrow(() -> Refusal.refused("Register first."));
    attempt.check(typed);
    if (server.registration.keyComes() == PublicKeyComes.WITH_THE_NUMBER)
      enrol(attempt, attempt.publicKey());
    else answer(true, "Verification successful: send your public key.");
  }

  private void publicKey(String pem) throws Refusal {
    Enrolment attempt =
        enrolment.filter(Enrolment::passed).orElseThrow(() -> Refusal.refused("Register first."));
    enrol(attempt, RsaKeys.pem(RsaKeys.publicKey(pem)));
  }

  private void enrol(Enrolment attempt, String key) throws Refusal {
    // Asked again, because others may have registered since: the eleventh stays outside also when
    // eleven come at once.
    synchronized (server.store) {
      boolean known = server.store.publicKey(attempt.phone()).isPresent();
      if (!known && server.store.users() >= server.registration.maxUsers())
        throw Refusal.refused("Server has reached maximum capacity");
      server.store.register(attempt.phone(), key);
    }
    enrolment = Optional.empty();
    server.say("Registered " + attempt.phone() + ".");
    enter(attempt.phone(), "Registration successful.");
  }

  private void login(String number) throws Refusal {
    String key =
        server
            .store
            .publicKey(number)
            .orElseThrow(() -> Refusal.refused("This number is not registered."));
    if (server.registration.login() == Login.NUMBER_ALONE) {
      enter(number, "Welcome back.");
      return;
    }
    claimed = number;
    nonce = new byte[32];
    server.around.random().nextBytes(nonce);
    byte[] wrapped = transport.wrap(nonce, RsaKeys.publicKey(key), server.around.random());
    send(RelayRecords.CHALLENGE, RelayRecords.CHALLENGE.start().with("encrypted_nonce", wrapped));
  }

  private void proof(byte[] answered) throws Refusal {
    byte[] asked = nonce;
    nonce = new byte[0];
    if (asked.length == 0 || !MessageDigest.isEqual(asked, answered))
      throw Refusal.refused(
          "Authentication failed: this is not the key that the number is registered with.");
    enter(claimed, "Welcome back.");
  }

  private void enter(String number, String sentence) throws Refusal {
    if (!phone.isEmpty() && !phone.equals(number)) server.left(phone, this);
    phone = number;
    connection.introduce();
    server.atTheDoorOf(number, () -> handOver(number, sentence));
  }

  private void handOver(String number, String sentence) throws Refusal {
    server.arrived(number, this);
    List<RelayStore.Waiting> waiting = server.store.waiting(number);
    send(RelayRecords.ANSWER, server.answer(true, sentence).with("pending", (long) waiting.size()));
    for (RelayStore.Waiting one : waiting) {
      connection.send(one.record());
      server.store.delivered(one.id());
    }
  }

  private void lookUp(String number) throws Refusal {
    Optional<String> key = server.store.publicKey(number);
    Fields found = RelayRecords.PUBLIC_KEY.start().with("exists", key.isPresent());
    if (key.isPresent()) found = found.with("public_key", key.get());
    send(RelayRecords.PUBLIC_KEY, found);
  }

  private void message(Fields fields, byte[] record) throws Refusal {
    checkSender(fields);
    String recipient = fields.text("recipient_id");
    if (server.store.publicKey(recipient).isEmpty())
      throw Refusal.refused("Security Error: Public key for " + recipient + " not found");
    var sentence = new AtomicReference<>("Message sent.");
    server.atTheDoorOf(
        recipient,
        () -> {
          if (!server.reached(recipient, record)) sentence.set(kept(recipient, record));
        });
    answer(true, sentence.get());
  }

  private String kept(String recipient, byte[] record) throws Refusal {
    byte[] kept = new Succession(server.profile, server.store).beforeKeeping(recipient, record);
    return switch (server.store.keep(recipient, kept, server.profile.queue())) {
      case STORED -> "The recipient is offline: the message waits.";
      case STORED_INSTEAD_OF_OLDEST ->
          "The recipient is offline: the message waits, and the oldest waiting one was deleted for it.";
      case LOST -> "Message sent.";
      case REFUSED ->
          throw Refusal.refused(
              "The message was refused: "
                  + server.profile.queue().limit()
                  + " messages already wait for "
                  + recipient
                  + ".");
    };
  }

  private void notice(Fields fields, byte[] record) throws Refusal {
    checkSender(fields);
    String recipient = fields.text("recipient_id");
    if (server.store.publicKey(recipient).isEmpty())
      throw Refusal.refused("The recipient is not registered.");
    server.atTheDoorOf(
        recipient,
        () -> {
          if (!server.reached(recipient, record)) server.store.keepReceipt(recipient, record);
        });
  }

  private void checkSender(Fields fields) throws Refusal {
    if (phone.isEmpty()) throw Refusal.refused("Register or log in before sending.");
    if (server.registration.login() != Login.NUMBER_ALONE
        && !fields.text("sender_id").equals(phone))
      throw Refusal.refused("The sender of this message is not who logged in.");
  }

  boolean sent(byte[] record) {
    try {
      connection.send(record);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  void end() {
    sent(
        RelayRecords.ANSWER.encode(
            server.answer(false, "This number has connected elsewhere; this connection ends.")));
    connection.close();
  }

  private void answer(boolean success, String sentence) throws Refusal {
    send(RelayRecords.ANSWER, server.answer(success, sentence));
  }

  private void send(Layout layout, Fields fields) throws Refusal {
    byte[] record = layout.encode(fields);
    if (record.length > Framing.MAX_RECORD) throw Refusal.here("The answer is too long.");
    connection.send(record);
  }
}
