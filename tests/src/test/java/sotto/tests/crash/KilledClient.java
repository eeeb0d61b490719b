package sotto.tests.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.Sent;
import sotto.client.Unlock;

/// The process that [ClientCrashTest] kills: sends numbered texts from a given number on, to a
/// person and to a group in turn, and reads what comes.
final class KilledClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private KilledClient() {}

  static String conversation(int number) {
    return number % 2 == 0 ? "peer" : "#team";
  }

  static String text(int number) {
    return "number " + number;
  }

  public static void main(String[] arguments) throws ClientException {
    int next = Integer.parseInt(arguments[1]);
    try (Client client = Client.open(Path.of(arguments[0]), new Unlock.KeyFile())) {
      client.subscribe(event -> shown(client, event));
      client.connect();
      client.awaitOnline(PATIENCE);
      System.out.println("online.");
      for (int number = next; ; number++) {
        MessageId id = MessageId.ofChoice("number " + number);
        Sent sent = client.send(conversation(number), text(number), Optional.of(id));
        client.awaitAccepted(sent.id(), PATIENCE);
        System.out.println("accepted " + number + ".");
      }
    }
  }

  private static void shown(Client client, Event event) {
    try {
      if (event.number() > 0) {
        client.acknowledge(event);
      }
    } catch (ClientException e) {
      System.out.println("trouble " + e.getMessage());
    }
  }
}
