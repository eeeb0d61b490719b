package sotto.classic.relay;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.net.Connection;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKeys;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;

/// A client of `phone` or `signed`.
public final class RelayClient {
  public static final int LONGEST_TEXT = 8192;
  private static final long PENDING_MILLIS = 10_000;

  private final Profile profile;
  private final Surroundings around;
  private final Terminal terminal;
  private final RelayLink link;
  private final String phone;
  private final PrivateKey mine;
  private final PeerKeys peers;
  private final SessionKeys sending;

  private RelayClient(
      Profile profile, Surroundings around, RelayLink link, String phone, PrivateKey mine) {
    this.profile = profile;
    this.around = around;
    this.terminal = around.terminal();
    this.link = link;
    this.phone = phone;
    this.mine = mine;
    this.peers = new PeerKeys(profile, around, link);
    this.sending = new SessionKeys(profile.sealing(), profile.lifetime(), around.random());
  }

  /// Runs until `quit` or the end of the input.
  public static int run(Profile profile, Surroundings around) throws Refusal {
    Terminal terminal = around.terminal();
    terminal.say(profile.warning());
    Connection connection =
        Connection.to(
            around.host(), around.port(), profile.framing(), around.patience(), terminal::say);
    try (var link =
        new RelayLink(connection, profile.vocabulary(), s -> terminal.say(Terminal.harmless(s)))) {
      Optional<String> asked = terminal.ask("Enter your phone number: ");
      if (asked.isEmpty() || asked.get().strip().equals("quit")) return 0;
      String phone = PhoneNumber.checked(asked.get());
      Entrance.Entered entered = new Entrance(profile, around, link, phone).enter();
      var client = new RelayClient(profile, around, link, phone, entered.keys().getPrivate());
      var inbox =
          new Inbox(profile, around, link, phone, entered.keys(), client.peers, client.sending);
      Thread listening = Thread.ofVirtual().start(inbox::listen);
      inbox.await(entered.pending(), PENDING_MILLIS);
      client.talk();
      listening.interrupt();
      return 0;
    }
  }

  private void talk() throws Refusal {
    while (true) {
      Optional<String> recipient =
          terminal.ask("Enter recipient's phone number (or 'quit' to exit): ");
      if (recipient.isEmpty() || recipient.get().strip().equals("quit")) return;
      if (recipient.get().isBlank()) continue;
      Optional<String> text = terminal.ask("Enter your message: ");
      if (text.isEmpty()) return;
      try {
        terminal.say(Terminal.harmless(send(recipient.get().strip(), text.get())));
      } catch (Refusal e) {
        terminal.say(Terminal.harmless(e.sentence()));
        if (e.exitCode() == 3) throw e;
      }
    }
  }

  private String send(String recipient, String text) throws Refusal {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) throw Refusal.usage("An empty message is not sent.");
    if (bytes.length > LONGEST_TEXT)
      throw Refusal.usage(
          "The message is longer than " + LONGEST_TEXT + " bytes and was not sent.");
    SessionKeys.Next next = sending.next(PhoneNumber.checked(recipient), peers.of(recipient));
    Sealed sealed =
        profile
            .sealing()
            .seal(bytes, next.key(), next.wrapped(), Optional.of(mine), around.random());
    var layout = profile.vocabulary().layouts().getFirst();
    Fields message =
        layout
            .start()
            .with("sender_id", phone)
            .with("recipient_id", recipient)
            .with("timestamp", around.seconds());
    try {
      return link.request(layout, profile.placement().put(message, sealed)).text("message");
    } catch (Refusal e) {
      // A first message that was refused took the key with it.
      sending.forget(recipient);
      throw e;
    }
  }
}
