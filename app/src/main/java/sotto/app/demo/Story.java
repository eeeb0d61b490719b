package sotto.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import sotto.app.output.Sizes;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.transport.TlsContext;
import sotto.server.Invites;
import sotto.server.ServerException;

/// What happens on the stage, step by step.
final class Story {
  private static final String PHONE = "+15550100";
  private static final String GROUP = "quiet-garden";
  private static final String NOTHING = "-";
  private static final int IN_FLIGHT = 40;
  private static final int ACCEPTED_BEFORE_KILL = 10;

  private final Stage stage;
  private final Report report;
  private final List<String> written = new ArrayList<>();

  Story(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void play() throws ClientException, ServerException, IOException, InterruptedException {
    register();
    away();
    receipts();
    conversation();
    removal();
    flippedByte();
    kill();
    secrets();
  }

  private void register() throws ClientException, ServerException, InterruptedException {
    var server = stage.server();
    String invite = server.await("invite");
    String link = server.await("link");
    server.await("ready");
    registerByInvite(stage.alice(), invite);
    registerByInvite(stage.carol(), Invites.create(stage.data(), 1, Duration.ofHours(1)));
    var bob = stage.bob();
    String address = Client.requestCode(bob.profile(), bob.unlock(), link, PHONE).address();
    String code = server.await("code").replaceFirst(".* ", "");
    bob.use(Client.verify(bob.profile(), bob.unlock(), code));
    report.step(
        "bob registers with a six-digit code",
        NOTHING,
        "his public keys, signed",
        "%s, a hash of the code".formatted(bob.address()),
        "the code, sent to his phone");
    report.fact(
        "alice and carol registered by invite, bob by six-digit code",
        bob.address().equals(address));
    String agreed = stage.alice().client().connection().keyExchange();
    if (TlsContext.isHybrid()) {
      report.fact(
          "the connection's keys are hybrid: X25519MLKEM768",
          agreed.equals("X25519MLKEM768"),
          agreed);
    } else {
      report.fact(
          "the connection's keys are X25519: BoringSSL, which has the hybrid, does not load here",
          agreed.equals("X25519"),
          agreed);
    }
  }

  private void registerByInvite(Person person, String invite) throws ClientException {
    person.use(Client.register(person.profile(), person.unlock(), invite, person.name()));
    report.step(
        person.name() + " registers with an invite",
        NOTHING,
        person.name().equals("alice") ? "her public keys, signed" : NOTHING,
        person.address() + ", public keys",
        NOTHING);
  }

  private void away() throws ClientException, InterruptedException {
    var bob = stage.bob();
    String address = bob.address();
    bob.go();
    String text = said("The key is under the third flower pot.");
    var id = stage.alice().writes(address, text);
    byte[] ciphertext = stage.alice().client().inspect(id).ciphertext();
    var body = stage.stored().find(ciphertext);
    report.step("to bob, who is away", text, hex(ciphertext), stored(body), "(he is away)");
    report.fact("the server stored what left alice's client, byte for byte", body.isPresent());
    report.fact(
        "nothing of the text is in those bytes",
        Stored.indexOf(ciphertext, "flower".getBytes(StandardCharsets.UTF_8)) < 0);
    bob.come();
    var read = bob.reads(id);
    bob.client().accept(stage.alice().address());
    bob.client().flush(Person.PATIENCE);
    report.step("bob comes back", text, NOTHING, forgotten(ciphertext), read.orElse("nothing"));
    report.fact(
        "a message to bob while he was away reached him when he came",
        read.equals(Optional.of(text)));
  }

  private void receipts() throws ClientException, InterruptedException {
    var alice = stage.alice();
    String text = said("Did you find it?");
    var id = alice.writes(stage.bob().address(), text);
    byte[] ciphertext = alice.client().inspect(id).ciphertext();
    var read = stage.bob().reads(id);
    boolean delivered = alice.hasReceipt(id, Event.ReceiptKind.DELIVERED);
    boolean seen = alice.hasReceipt(id, Event.ReceiptKind.READ);
    report.step(
        "bob is here: receipts",
        text,
        hex(ciphertext),
        forgotten(ciphertext),
        read.orElse("nothing"));
    report.step(
        "the receipts, as alice sees them",
        (delivered ? "✓✓ delivered" : "no receipt") + (seen ? ", read" : ""),
        NOTHING,
        "they are ciphertext too",
        NOTHING);
    report.fact("delivery and read receipts came back to alice", delivered && seen);
  }

  private void conversation() throws ClientException, InterruptedException {
    var alice = stage.alice();
    alice.client().createGroup(GROUP, List.of(stage.bob().address(), stage.carol().address()));
    written.add(GROUP);
    String text = said("Supper for three at eight o'clock.");
    var id = alice.writes(GROUP, text);
    byte[] ciphertext = alice.client().inspect(id).ciphertext();
    var bobs = stage.bob().reads(id);
    var carols = stage.carol().reads(id);
    report.step(
        "a conversation of three",
        text,
        hex(ciphertext),
        "one body for two readers",
        "%s (carol: %s)"
            .formatted(
                bobs.orElse("nothing"),
                carols.equals(bobs) ? "the same" : carols.orElse("nothing")));
    report.fact(
        "all three read the same in their conversation",
        bobs.equals(Optional.of(text)) && carols.equals(bobs));
  }

  private void removal() throws ClientException, InterruptedException {
    var alice = stage.alice();
    alice.client().removeMembers(GROUP, List.of(stage.carol().address()));
    String text = said("Only the two of us know about the orchard.");
    var id = alice.writes(GROUP, text);
    byte[] ciphertext = alice.client().inspect(id).ciphertext();
    var bobs = stage.bob().reads(id);
    stage.carol().client().catchUp(Person.PATIENCE);
    boolean carolLacksIt = !stage.carol().texts(GROUP, alice.address()).contains(text);
    boolean bobSeesTwo = stage.bob().client().conversation(GROUP).members().size() == 2;
    report.step(
        "carol is removed",
        text,
        hex(ciphertext),
        forgotten(ciphertext),
        "%s (carol: %s)".formatted(bobs.orElse("nothing"), carolLacksIt ? "nothing" : text));
    report.fact("carol, removed, cannot read what follows", carolLacksIt && bobSeesTwo);
    report.fact("bob still can", bobs.equals(Optional.of(text)));
  }

  private void flippedByte() throws ClientException, InterruptedException {
    var alice = stage.alice();
    var bob = stage.bob();
    String address = bob.address();
    bob.go();
    String text = said("Burn this letter after reading it.");
    var id = alice.writes(address, text);
    byte[] ciphertext = alice.client().inspect(id).ciphertext();
    // Alice is away too, so that she cannot heal it: only the genuine bytes can.
    String from = alice.address();
    alice.go();
    Optional<Stored.Body> body = stage.stored().find(ciphertext);
    if (body.isEmpty()) {
      report.fact(
          "one flipped byte of a stored message is refused",
          false,
          "the stored message was not found");
      alice.come();
      bob.come();
      return;
    }
    stage.stored().flip(body.get(), ciphertext.length);
    bob.come();
    var reason = bob.refuses();
    boolean unseen = !bob.texts(from, from).contains(text);
    report.step(
        "one byte of the stored message is flipped",
        text,
        hex(ciphertext),
        "the same but for one bit",
        reason.map(why -> "refused: " + why).orElse("not refused"));
    bob.go();
    stage.stored().restore(body.get());
    bob.come();
    var read = bob.reads(id);
    report.step("the genuine bytes again", NOTHING, NOTHING, stored(body), read.orElse("nothing"));
    alice.come();
    report.fact(
        "one flipped byte of a stored message is refused, with a reason",
        reason.isPresent() && unseen);
    report.fact("the genuine message is still read", read.equals(Optional.of(text)));
  }

  private void kill() throws ClientException, IOException, InterruptedException {
    var alice = stage.alice();
    String to = stage.bob().address();
    List<String> texts =
        IntStream.rangeClosed(1, IN_FLIGHT)
            .mapToObj("Message %02d of the storm"::formatted)
            .toList();
    List<MessageId> ids = new ArrayList<>();
    long pid = stage.server().pid();
    for (String text : texts) {
      ids.add(alice.client().send(to, said(text), Optional.empty()).id());
      if (ids.size() == ACCEPTED_BEFORE_KILL) {
        alice.client().awaitAccepted(ids.getFirst(), Person.PATIENCE);
      }
      if (ids.size() == IN_FLIGHT / 2) {
        stage.server().kill();
      }
    }
    report.step(
        "the server is killed with messages in flight",
        "%d messages".formatted(IN_FLIGHT),
        "what it could take",
        "kill -9 %d".formatted(pid),
        NOTHING);
    stage.restartServer();
    // As a person who looks at the screen would: not waiting for the next try by itself.
    for (var person : List.of(stage.alice(), stage.bob(), stage.carol())) {
      person.client().connect();
    }
    for (var id : ids) {
      alice.client().awaitAccepted(id, Person.PATIENCE);
    }
    for (var id : ids) {
      stage.bob().reads(id);
    }
    List<String> read =
        stage.bob().texts(alice.address(), alice.address()).stream()
            .filter(texts::contains)
            .toList();
    report.step(
        "it starts again",
        NOTHING,
        "the rest, unchanged",
        "each of them, once",
        "%d messages, %s"
            .formatted(read.size(), read.equals(texts) ? "in order" : "not as written"));
    report.fact("after SIGKILL nothing is lost", read.containsAll(texts));
    report.fact("nothing is doubled", read.size() == read.stream().distinct().count());
    report.fact("what alice wrote first is read first", read.equals(texts));
  }

  /// Everything that was said, named or typed must be nowhere on the disk but sealed.
  private void secrets() throws IOException, InterruptedException {
    int ended = stage.server().stop();
    report.fact(
        "SIGTERM drains the server and ends it with 0", ended == 0, "it ended with " + ended);
    written.add(Stage.PASSPHRASE);
    var atServer = Stored.leak(stage.data(), written);
    report.fact(
        "no text, name or passphrase is in any file of the server",
        atServer.isEmpty(),
        atServer.orElse(""));
    stage.alice().go();
    stage.bob().go();
    stage.carol().go();
    Optional<String> atClients = Optional.empty();
    for (var person : List.of(stage.alice(), stage.bob(), stage.carol())) {
      var leak = Stored.leak(person.profile(), written);
      atClients = atClients.isPresent() ? atClients : leak;
    }
    report.fact("nor in any file of the clients", atClients.isEmpty(), atClients.orElse(""));
  }

  private String said(String text) {
    written.add(text);
    return text;
  }

  private String forgotten(byte[] ciphertext) throws ClientException {
    // Bob's acknowledgement and the server's next commit are on their way.
    for (int tries = 0; tries < 20; tries++) {
      if (stage.stored().find(ciphertext).isEmpty()) {
        return "nothing: bob has it, the server forgot it";
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return "still there";
  }

  private static String stored(Optional<Stored.Body> body) {
    return body.map(
            found -> hex(Arrays.copyOfRange(found.bytes(), found.offset(), found.bytes().length)))
        .orElse("nothing");
  }

  private static String hex(byte[] bytes) {
    int middle = Math.max(0, bytes.length - 40);
    return "…"
        + HexFormat.of().formatHex(bytes, middle, Math.min(bytes.length, middle + 6))
        + "… "
        + Sizes.of(bytes.length);
  }
}
