package sotto.classic.relay;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.part.Integrity;
import sotto.classic.part.Opened;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKeys;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.Vocabulary.Said;

/// What a client does with what arrives: verify, decrypt, show, and send a receipt.
final class Inbox {
  private final Profile profile;
  private final Surroundings around;
  private final RelayLink link;
  private final String phone;
  private final KeyPair keys;
  private final PeerKeys peers;
  private final ReceivedKeys received;
  private final SessionKeys sending;
  private long handled;

  Inbox(
      Profile profile,
      Surroundings around,
      RelayLink link,
      String phone,
      KeyPair keys,
      PeerKeys peers,
      SessionKeys sending)
      throws Refusal {
    this.profile = profile;
    this.around = around;
    this.link = link;
    this.phone = phone;
    this.keys = keys;
    this.peers = peers;
    this.received = new ReceivedKeys(profile, around.folder(), phone, keys.getPrivate());
    this.sending = sending;
  }

  void listen() {
    while (true) {
      try {
        handle(link.next());
      } catch (InterruptedException e) {
        return;
      } catch (Refusal e) {
        around.terminal().say(Terminal.harmless(e.sentence()));
      }
      count();
    }
  }

  private synchronized void count() {
    handled++;
    notifyAll();
  }

  /// Returns when so many records have been handled, or after a while.
  synchronized void await(long records, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      while (handled < records && System.nanoTime() < end) wait(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Said said) throws Refusal {
    Fields fields = said.fields();
    switch (said.layout().name()) {
      case "message" -> message(fields);
      case "receipt" -> receipt(fields);
      default -> {
        sending.forget(fields.text("sender_id"));
        around
            .terminal()
            .say(
                fields.text("sender_id")
                    + " could not read a message: "
                    + Terminal.harmless(fields.text("reason")));
      }
    }
  }

  private boolean signs() {
    return profile.sealing().integrity() instanceof Integrity.Signed;
  }

  private void message(Fields fields) throws Refusal {
    String sender = PhoneNumber.checked(fields.text("sender_id"));
    try {
      Opened opened = open(fields, sender);
      around.terminal().say("Message from " + sender + ": " + Terminal.harmless(opened.text()));
      if (!opened.proven())
        around.terminal().say("Warning: the signature of this message is not its sender's.");
      if (signs() && opened.proven()) sendReceipt(fields, sender);
    } catch (Refusal e) {
      around.terminal().say("A message from " + sender + " was rejected. " + e.sentence());
      reject(fields, sender, e.sentence());
    }
  }

  private Opened open(Fields fields, String sender) throws Refusal {
    Sealed sealed = profile.placement().take(fields, profile.sealing().cipher().ivBytes());
    Optional<PublicKey> signer = signs() ? Optional.of(peers.of(sender)) : Optional.empty();
    if (!signs()) return openWith(sealed, sender, signer);
    try {
      return openWith(sealed, sender, signer);
    } catch (Refusal e) {
      return openWith(sealed, sender, Optional.of(peers.fresh(sender)));
    }
  }

  private Opened openWith(Sealed sealed, String sender, Optional<PublicKey> signer) throws Refusal {
    Opened opened = profile.sealing().open(sealed, () -> received.keyFor(sender, sealed), signer);
    received.remember(sender, sealed);
    return opened;
  }

  private void sendReceipt(Fields message, String sender) throws Refusal {
    Fields receipt =
        RelayRecords.RECEIPT
            .start()
            .with("message_timestamp", message.number("timestamp"))
            .with("recipient_id", sender)
            .with("sender_id", phone)
            .with("timestamp", around.seconds());
    byte[] signature = scheme().sign(signedText(receipt), keys.getPrivate(), around.random());
    link.tell(RelayRecords.RECEIPT, receipt.with("signature", signature));
  }

  private void receipt(Fields receipt) throws Refusal {
    String from = PhoneNumber.checked(receipt.text("sender_id"));
    boolean genuine =
        scheme().verify(signedText(receipt), receipt.bytes("signature"), peers.of(from));
    if (!genuine)
      throw Refusal.here(
          "A delivery receipt from " + from + " has a wrong signature and was ignored.");
    around.terminal().say("Delivery receipt: " + from + " received your message.");
  }

  private SignatureScheme scheme() {
    return profile.sealing().integrity() instanceof Integrity.Signed s
        ? s.scheme()
        : SignatureScheme.PSS_SHA256;
  }

  /// A receipt's signature covers all that it says.
  static byte[] signedText(Fields receipt) throws Refusal {
    return String.join(
            "|",
            "receipt",
            Long.toString(receipt.number("message_timestamp")),
            receipt.text("recipient_id"),
            receipt.text("sender_id"),
            Long.toString(receipt.number("timestamp")))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void reject(Fields message, String sender, String reason) throws Refusal {
    link.tell(
        RelayRecords.REJECTED,
        RelayRecords.REJECTED
            .start()
            .with("message_timestamp", message.number("timestamp"))
            .with("recipient_id", sender)
            .with("sender_id", phone)
            .with("reason", reason));
  }
}
