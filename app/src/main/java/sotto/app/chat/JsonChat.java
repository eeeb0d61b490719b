package sotto.app.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sotto.app.Sotto;
import sotto.app.Trouble;
import sotto.app.output.EventJson;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;

/// `chat --json`, for programs: lines come in as a person types them, and what goes out are the
/// events that `receive` prints, with `sent` and `accepted` for each text.
final class JsonChat {
  private final Client client;
  private final Sotto sotto;
  private final Output output;
  private final Names names;
  private final Spoken spoken = new Spoken();
  private @Nullable String current;

  JsonChat(Client client, Sotto sotto) {
    this.client = client;
    this.sotto = sotto;
    this.output = sotto.output();
    this.names = new Names(client);
  }

  /// Runs until the input ends, and returns the exit code.
  int run(Optional<String> first) throws ClientException, IOException, InterruptedException {
    current = first.orElse(null);
    client.connect();
    var in = new BufferedReader(new InputStreamReader(sotto.around().in(), StandardCharsets.UTF_8));
    try (var events = client.subscribe(this::take)) {
      boolean goOn = true;
      while (goOn && !output.broken()) {
        String line = in.readLine();
        goOn = line != null && handled(Input.parse(line, this::knows));
      }
      int code = left();
      events.settle();
      return code;
    }
  }

  private boolean knows(String name) {
    return names.known(name) || (current == null && !name.startsWith("#"));
  }

  private boolean handled(Input input) {
    try {
      return act(input);
    } catch (ClientException e) {
      spoken.refused(e);
      print(Trouble.of(e).json());
      return true;
    }
  }

  private boolean act(Input input) throws ClientException {
    switch (input) {
      case Input.Nothing() -> {}
      case Input.Exit() -> {
        return false;
      }
      case Input.Say(var words) -> {
        if (current == null) {
          throw new ClientException.Usage("Say with whom first: /to NAME");
        }
        say(words, current);
      }
      case Input.SayTo(var to, var words) -> say(words, to);
      case Input.To(var name) -> current = name;
      case Input.Trust _,
          Input.Members _,
          Input.Safety _,
          Input.Who _,
          Input.Help _,
          Input.Unknown _ ->
          throw new ClientException.Usage(
              "With --json a line is a text, NAME:text, /to NAME or /exit; for the rest there are commands.");
    }
    return true;
  }

  /// That a message was accepted is told after its `sent`.
  private synchronized void say(String words, String to) throws ClientException {
    var sent = client.send(to, words, Optional.empty());
    spoken.add(sent.id());
    print(
        Json.event("sent")
            .put("id", sent.id().hex())
            .put("conversation", sent.conversation())
            .put("accepted", false));
    if (current == null) {
      current = sent.conversation();
    }
  }

  /// On the client's event thread. What could not be printed comes again.
  private synchronized void take(Event event) {
    if (event.number() == 0 && !(event instanceof Event.Accepted)) {
      return;
    }
    print(EventJson.of(event));
    if (event.number() == 0 || output.broken()) {
      return;
    }
    try {
      client.acknowledge(event);
    } catch (ClientException e) {
      print(Trouble.of(e).json());
    }
  }

  /// What was said last goes out before this ends, if it can.
  private int left() {
    try {
      if (spoken.any() || client.connection().state() == Event.ConnectionState.ONLINE) {
        client.flush(sotto.patience());
      }
    } catch (ClientException e) {
      if (spoken.any()) {
        spoken.refused(e);
        print(Trouble.of(e).json());
      }
    }
    return spoken.refusal(client).map(ClientException::exitCode).orElse(0);
  }

  private void print(Json line) {
    output.print(line, () -> "");
  }
}
