package sotto.app.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sotto.app.Trouble;
import sotto.app.output.EventText;
import sotto.app.output.Shown;
import sotto.app.output.Style;
import sotto.app.output.TrustText;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;

/// One chat: what a typed line does, and what an event shows.
final class Chat {
  private static final int HISTORY_SHOWN = 40;
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final String LEFT_OVER =
      "Some of it waits in the outbox and goes with the next command that connects.";

  private final Client client;
  private final Screen screen;
  private final Style style;
  private final EventText text;
  private final Clock clock;
  private final Names names;
  private final Tally tally = new Tally();
  private final Set<MessageId> shown = new HashSet<>();
  private final Set<Long> told = new HashSet<>();
  private @Nullable String current;
  private final Spoken spoken = new Spoken();

  /// Whether the connection was tried and is not there.
  private volatile boolean lost;

  /// Whether messages cannot come now, for as long as it was tried.
  private volatile boolean away;

  Chat(Client client, Screen screen, Style style, Clock clock, Names names) {
    this.client = client;
    this.screen = screen;
    this.style = style;
    this.clock = clock;
    this.names = names;
    this.text = new EventText(style, clock.getZone(), this::shortened);
  }

  /// Runs until the person leaves; returns why something that was said was refused.
  Optional<ClientException> run(Optional<String> first)
      throws ClientException, InterruptedException {
    say("%s. /help shows what you can do.".formatted(style.bold(Shown.line(client.address()))));
    if (first.isPresent()) {
      open(first.get());
    } else {
      overview();
    }
    client.connect();
    try (var events = client.subscribe(this::take)) {
      boolean goOn = true;
      while (goOn) {
        var line = screen.read();
        goOn = line.isPresent() && handled(Input.parse(line.get(), this::knows));
      }
      leave();
      events.settle();
    }
    return spoken.refusal(client);
  }

  /// Before anybody is before the prompt, whatever stands before a colon is a recipient.
  private boolean knows(String name) {
    return names.known(name) || (current == null && !name.startsWith("#"));
  }

  /// What was typed last goes out before the connection ends, if there is one. What came from a
  /// pipe may all have been said before the first connection stands.
  private void leave() throws ClientException {
    boolean offline = client.connection().state() == Event.ConnectionState.OFFLINE;
    try {
      if (!offline || (spoken.any() && !lost)) {
        client.flush(LEAVING);
      } else if (spoken.any()) {
        say(LEFT_OVER);
      }
    } catch (ClientException.Unreachable | ClientException.Postponed e) {
      say(LEFT_OVER);
    }
  }

  private boolean handled(Input input) {
    try {
      return act(input);
    } catch (ClientException e) {
      spoken.refused(e);
      say(style.bad(Trouble.of(e).sentence()));
      return true;
    }
  }

  private boolean act(Input input) throws ClientException {
    switch (input) {
      case Input.Nothing() -> {}
      case Input.Exit() -> {
        return false;
      }
      case Input.Say(var words) -> say(words, inFull(requiredCurrent()));
      case Input.SayTo(var to, var words) -> say(words, to);
      case Input.To(var name) -> open(name);
      case Input.Members() -> members(inFull(requiredCurrent()));
      case Input.Who() -> who();
      case Input.Trust(var name) ->
          trust(name.isPresent() ? name.get() : inFull(requiredCurrent()));
      case Input.Safety(var name) ->
          safety(name.isPresent() ? name.get() : inFull(requiredCurrent()));
      case Input.Help() -> Input.HELP.forEach(this::say);
      case Input.Unknown(var command) ->
          say(
              style.bad(
                  "There is no %s here; /help shows what there is."
                      .formatted(Shown.line(command))));
    }
    return true;
  }

  private void say(String words, String to) throws ClientException {
    var sent = client.send(to, words, Optional.empty());
    spoken.add(sent.id());
    synchronized (shown) {
      shown.add(sent.id());
    }
    String mark = mark(tally.start(sent.id(), new HistoryEntry.Delivery.Waiting()));
    screen.add(new ChatLine(Optional.of(sent.id()), own(now(), sent.conversation(), words), mark));
    if (current == null) {
      turnTo(sent.conversation());
    }
  }

  private void open(String name) throws ClientException {
    Optional<Conversation> found = find(name);
    if (found.isEmpty()) {
      // Whoever is not called by a conversation's name is meant as an account.
      turnTo(name.startsWith("#") || name.contains("@") ? name : name.strip() + ownServer());
      say(
          style.faint(
              "Nothing said with %s yet; what you type now is the first."
                  .formatted(Shown.line(name))));
      return;
    }
    var conversation = found.get();
    turnTo(conversation.name());
    var history = client.history(inFull(conversation.name()), Instant.EPOCH);
    int skipped = Math.max(0, history.size() - HISTORY_SHOWN);
    say(
        style.faint(
            "── %s ──%s"
                .formatted(
                    text.conversationName(conversation.name()),
                    skipped > 0 ? " (" + skipped + " earlier in: sotto history)" : "")));
    history.stream().skip(skipped).forEach(this::show);
  }

  private Optional<Conversation> find(String name) throws ClientException {
    try {
      return Optional.of(client.conversation(name));
    } catch (ClientException.Refused | ClientException.Usage e) {
      if (client.conversations().stream().anyMatch(one -> one.name().equals(name.strip()))) {
        throw e; // more than one is called so
      }
      return Optional.empty();
    }
  }

  /// What is before the prompt, told apart from a contact that is called the same.
  private static String inFull(String conversation) {
    return EventText.direct(conversation) || conversation.startsWith("#")
        ? conversation
        : "#" + conversation;
  }

  private void turnTo(String name) {
    current = name;
    refreshPrompt();
  }

  private void refreshPrompt() {
    var name = current;
    if (name == null) {
      screen.prompt((away ? style.careful("(offline) ") : "") + "> ");
      return;
    }
    String state =
        away
            ? style.careful("(offline) ")
            : client.present().contains(name) ? style.good("● ") : "";
    screen.prompt(state + style.bold(text.conversationName(name)) + "> ");
  }

  private void overview() throws ClientException {
    var all = client.conversations();
    if (all.isEmpty()) {
      say("No conversations yet. Begin one with: /to NAME");
      return;
    }
    for (var one : all) {
      String unread = one.unread() > 0 ? style.careful("  %d new".formatted(one.unread())) : "";
      say("  " + text.conversationName(one.name()) + unread);
    }
    say("Open one with: /to NAME");
  }

  private void members(String name) throws ClientException {
    var present = client.present();
    for (var member : client.conversation(name).members()) {
      String mark = present.contains(member.address()) ? style.good("●") : " ";
      String trust =
          switch (member.trust()) {
            case SELF -> "you";
            case VERIFIED -> "verified";
            case UNVERIFIED -> "not verified yet";
            case CHANGED -> style.bad("another key than before");
          };
      say(" %s %s  %s".formatted(mark, Shown.line(member.address()), style.faint(trust)));
    }
  }

  private void who() {
    var present = client.present();
    if (present.isEmpty()) {
      say("No contact is here, or none shows it.");
    }
    present.forEach(address -> say(" " + style.good("●") + " " + Shown.line(address)));
  }

  private void trust(String name) throws ClientException {
    say(style.good(TrustText.of(client.trust(name), name)));
  }

  private void safety(String name) throws ClientException {
    var number = client.safetyNumber(name);
    say("%s and %s:".formatted(Shown.line(number.mine()), Shown.line(number.theirs())));
    say("  " + number.grouped());
  }

  private void show(HistoryEntry entry) {
    switch (entry) {
      case HistoryEntry.Notice notice -> {
        synchronized (told) {
          told.add(notice.event().number());
        }
        say(style.faint(text.timeSince(notice.at(), now())) + " " + text.of(notice.event()));
      }
      case HistoryEntry.Message m -> {
        synchronized (shown) {
          shown.add(m.id());
        }
        boolean mine = m.from().equals(client.address());
        String line =
            mine
                ? own(m.sentAt(), String.valueOf(current), m.text())
                : others(m.at(), String.valueOf(current), m.from(), m.text());
        screen.add(
            new ChatLine(Optional.of(m.id()), line, mark(tally.start(m.id(), m.delivery()))));
      }
    }
  }

  /// On the client's event thread.
  private void take(Event event) {
    boolean fresh;
    synchronized (told) {
      fresh = event.number() == 0 || told.add(event.number());
    }
    if (fresh) {
      show(event);
    }
    acknowledge(event);
  }

  private void show(Event event) {
    switch (event) {
      case Event.Message m -> {
        boolean fresh;
        synchronized (shown) {
          fresh = shown.add(m.id());
        }
        if (fresh) {
          screen.add(ChatLine.of(others(m.receivedAt(), m.conversation(), m.from(), m.text())));
        }
      }
      case Event.Receipt r -> screen.mark(r.of(), mark(tally.after(r)));
      case Event.Accepted a -> screen.mark(a.id(), mark(tally.accepted(a.id())));
      // Some of many did not get it: what the others made of it stays behind the line.
      case Event.NotDelivered n when !n.to().isEmpty() && !EventText.direct(n.conversation()) ->
          say(style.faint("· ") + text.of(n));
      case Event.NotDelivered n -> screen.mark(n.id(), style.bad(Tally.failed(n.reason())));
      case Event.Presence p -> {
        say(style.faint("· ") + text.of(p));
        refreshPrompt();
      }
      case Event.Connection c -> {
        lost = c.state() == Event.ConnectionState.OFFLINE;
        away = c.state() != Event.ConnectionState.ONLINE;
        say(style.faint("· " + Shown.line(c.detail())));
        refreshPrompt();
      }
      // That a conversation of two begins, whoever wrote first knows.
      case Event.Membership m when isOwnBeginning(m) -> {}
      case Event.Gap _,
          Event.Membership _,
          Event.Rejoined _,
          Event.Renamed _,
          Event.Request _,
          Event.IdentityChanged _,
          Event.Unreadable _,
          Event.Notice _ ->
          say(style.faint("· ") + text.of(event));
    }
  }

  private boolean isOwnBeginning(Event.Membership m) {
    return m.by().equals(client.address())
        && m.removed().isEmpty()
        && m.added().equals(List.of(m.conversation()));
  }

  private String mark(String mark) {
    return mark.contains("read") ? style.good(mark) : style.faint(mark);
  }

  private void acknowledge(Event event) {
    if (event.number() > 0) {
      try {
        client.acknowledge(event);
      } catch (ClientException e) {
        say(style.bad(Trouble.of(e).sentence()));
      }
    }
  }

  private String own(Instant at, String conversation, String words) {
    return line(at, conversation, style.faint("you" + to(conversation) + ":"), words);
  }

  private String others(Instant at, String conversation, String from, String words) {
    String whom = EventText.direct(conversation) && !conversation.equals(current) ? " → you" : "";
    return line(at, conversation, style.bold(Shown.line(shortened(from)) + whom + ":"), words);
  }

  private String line(Instant at, String conversation, String who, String words) {
    // Named only when it is not the one before the prompt.
    String where =
        EventText.direct(conversation) || conversation.equals(current)
            ? ""
            : style.accent(text.conversationName(conversation)) + " ";
    return "%s %s%s %s"
        .formatted(style.faint(text.timeSince(at, now())), where, who, Shown.text(words));
  }

  /// Of two that is not the one before the prompt: without it, a line would pass for one of that.
  private String to(String conversation) {
    return EventText.direct(conversation) && !conversation.equals(current)
        ? " → " + text.conversationName(conversation)
        : "";
  }

  private String shortened(String name) {
    String own = ownServer();
    return name.endsWith(own) ? name.substring(0, name.length() - own.length()) : name;
  }

  /// `@` and the name of one's own server.
  private String ownServer() {
    return client.address().substring(client.address().indexOf('@'));
  }

  private String requiredCurrent() throws ClientException {
    var name = current;
    if (name == null) {
      throw new ClientException.Usage("Say with whom first: /to NAME");
    }
    return name;
  }

  private void say(String line) {
    screen.add(ChatLine.of(line));
  }

  private Instant now() {
    return clock.instant();
  }
}
