package sotto.app.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.client.Sent;

@Command(
    name = "send",
    description =
        "Sends a text and prints the message's id; ends when the server has accepted it durably.",
    footer = {"", "Example: ./sotto send bob hello"})
final class SendCommand implements Callable<Integer> {
  private static final int LONGEST = 200_000;
  private static final Duration FLUSH = Duration.ofSeconds(3);
  private static final char NOT_UTF_8 = '\ufffd';

  private final Sotto sotto;

  @Parameters(
      index = "0",
      paramLabel = "TO",
      description = "An address, an account on your server, or a conversation's name.")
  private String to = "";

  @Parameters(
      index = "1",
      paramLabel = "TEXT",
      arity = "0..1",
      description = "The text; standard input if not given.")
  private @Nullable String text;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The message's id, of your choice: sending it twice sends it once.")
  private @Nullable String id;

  @Option(
      names = "--no-wait",
      description = "Keep it for the next command that connects, and end at once.")
  private boolean noWait;

  SendCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException, IOException {
    Optional<MessageId> wanted = id == null ? Optional.empty() : Optional.of(ChosenId.of(id));
    String words = text != null ? typed(text) : standardInput();
    if (words.isEmpty()) {
      throw new ClientException.Usage(
          "There is no text to send; write it after the recipient or on standard input.");
    }
    try (var client = sotto.open()) {
      if (!noWait) {
        client.connect();
      }
      var sent = client.send(to, words, wanted);
      if (noWait) {
        print(sent, Standing.KEPT);
      } else {
        await(client, sent);
        flush(client);
      }
    }
    return 0;
  }

  /// Whether the server has a message, or it waits in the outbox.
  private enum Standing {
    ACCEPTED,
    KEPT
  }

  private void await(Client client, Sent sent) throws ClientException {
    try {
      client.awaitAccepted(sent.id(), sotto.patience());
      print(sent, Standing.ACCEPTED);
    } catch (ClientException e) {
      switch (client.delivery(sent.id()).orElseThrow()) {
        case Delivery.Waiting() -> print(sent, Standing.KEPT);
        case Delivery.Sent _ -> print(sent, Standing.ACCEPTED); // some of many got it
        // Nothing is printed of a message that nobody will get.
        case Delivery.Failed _, Delivery.Received _ -> {}
      }
      if (e instanceof ClientException.Refused) {
        // When somebody did not get it, the directory is asked why: its answer is to be kept.
        flush(client);
      }
      throw e;
    }
  }

  private void print(Sent sent, Standing standing) {
    var json =
        Json.event("sent")
            .put("id", sent.id().hex())
            .put("conversation", sent.conversation())
            .put("accepted", standing == Standing.ACCEPTED);
    sotto.output().print(json, () -> sent.id().hex());
  }

  /// What earlier commands left in the outbox goes too, if it can; this message is accepted either
  /// way.
  private static void flush(Client client) throws ClientException {
    try {
      client.flush(FLUSH);
    } catch (ClientException.Unreachable
        | ClientException.Postponed
        | ClientException.Refused
        | ClientException.SecurityStop e) {
      // It stays in the outbox for the next command, which says why.
      return;
    }
  }

  /// Java puts U+FFFD for bytes that are no UTF-8, and what was meant cannot be known any more.
  private static String typed(String argument) throws ClientException {
    if (argument.indexOf(NOT_UTF_8) >= 0) {
      throw new ClientException.Usage("The text is not UTF-8.");
    }
    return argument;
  }

  private String standardInput() throws ClientException, IOException {
    byte[] bytes = sotto.around().in().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new ClientException.Usage("The text is longer than 200 kB: send it in parts.");
    }
    try {
      String read = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read.replaceFirst("\\r?\\n\\z", "");
    } catch (CharacterCodingException e) {
      throw new ClientException.Usage("The text on standard input is not UTF-8.");
    }
  }
}
