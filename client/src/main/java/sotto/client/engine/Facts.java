package sotto.client.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.client.Inspection;
import sotto.client.MessageId;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Aead;
import sotto.mls.group.Received;
import sotto.mls.group.Sent;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.wire.Fields;

/// What is kept about each message beside its text: for `inspect`, and to send it again.
public final class Facts {
  private Facts() {}

  static void sent(Turn turn, GroupRow row, Outgoing outgoing, int content, Sent sent) {
    byte[] message = sent.message();
    Outgoing.Body.Content body = (Outgoing.Body.Content) outgoing.body();
    if (body.message().isEmpty()) {
      return;
    }
    SubmissionId id = outgoing.submission().orElseThrow().id();
    Map<String, String> facts = common(turn, row);
    facts.put("direction", "sent");
    facts.put("generation", Long.toString(sent.generation()));
    facts.put("content bytes", Integer.toString(body.framing().length));
    facts.put("application data bytes", Integer.toString(content));
    facts.put("padded to", paddedTo(message));
    facts.put("message bytes", Integer.toString(message.length));
    facts.put("counter", Long.toString(body.counter()));
    facts.put("submission id", id.hex());
    facts.put(
        "the server saw",
        "group id, epoch, content type, fork tag, "
            + message.length
            + " bytes of ciphertext, sender and recipients as clients, time");
    turn.archive(Table.FACTS, body.message(), "", encode(facts, message));
    Spent.remember(turn, "sub " + id.hex(), outgoing.encoded());
  }

  /// The size of the plaintext, with its signature, as the ciphertext shows it.
  private static String paddedTo(byte[] message) {
    try {
      int ciphertext = Inbox.privateMessage(message).ciphertext().length;
      return Integer.toString(ciphertext - Aead.TAG_LENGTH);
    } catch (MlsException e) {
      throw new IllegalStateException("A message that was sealed or opened cannot be read.", e);
    }
  }

  static void received(
      Turn turn,
      GroupRow row,
      String key,
      Received.ApplicationMessage opened,
      Delivery delivery,
      SubmissionId submission,
      byte[] message) {
    Map<String, String> facts = common(turn, row);
    facts.put("direction", "received");
    facts.put("sender leaf", opened.sender().index().toString());
    facts.put("generation", Long.toString(opened.generation()));
    facts.put("application data bytes", Integer.toString(opened.content().length));
    facts.put("padded to", paddedTo(message));
    facts.put("message bytes", Integer.toString(message.length));
    facts.put("submission id", submission.hex());
    facts.put("accepted by the server", delivery.at().toString());
    facts.put("queue entry", Long.toString(delivery.entry()));
    facts.put("offer", Integer.toString(delivery.offer()));
    turn.archive(Table.FACTS, key, "", encode(facts, message));
  }

  private static Map<String, String> common(Turn turn, GroupRow row) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("group", row.id());
    facts.put("epoch", Long.toUnsignedString(row.group().epoch()));
    facts.put("suite", row.group().suite().name());
    facts.put("members", Integer.toString(row.group().members().size()));
    facts.put("connection", turn.link().keyExchange());
    return facts;
  }

  private static byte[] encode(Map<String, String> facts, byte[] message) {
    Writer out = new Writer();
    out.vector(
        List.copyOf(facts.entrySet()),
        (w, fact) -> {
          Fields.text(w, fact.getKey());
          Fields.text(w, fact.getValue());
        });
    return out.opaque(message).toBytes();
  }

  public static Inspection decode(MessageId id, byte[] row) throws MlsException {
    Reader in = new Reader(row);
    Map<String, String> facts = new LinkedHashMap<>();
    Reader entries = in.nested();
    while (entries.hasRemaining()) {
      facts.put(Stored.text(entries), Stored.text(entries));
    }
    Inspection inspection = new Inspection(id, facts, in.opaque());
    in.end();
    return inspection;
  }

  /// What was submitted under that id, to be said again.
  static Optional<Outgoing> submitted(Turn turn, SubmissionId id) throws MlsException {
    Optional<byte[]> row = Spent.find(turn, "sub " + id.hex());
    return row.isEmpty() ? Optional.empty() : Optional.of(Outgoing.decode(row.get()));
  }
}
