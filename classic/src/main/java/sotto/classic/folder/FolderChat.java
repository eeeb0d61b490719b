package sotto.classic.folder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.part.Opened;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.FolderRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One user of `folder`: writes what is typed into the shared file, and shows what the other wrote.
public final class FolderChat {
  public static final int LONGEST_TEXT = 8192;
  private static final String EXIT_TEXT = "EXIT";
  private static final long POLL_MILLIS = 200;

  private final Profile profile;
  private final Surroundings around;
  private final Terminal terminal;
  private final FolderKeys keys;
  private final MessageFile file;
  private final Role role;
  private final SessionKey session;
  private int seen;
  private String trouble = "";
  private volatile boolean over;

  private FolderChat(
      Profile profile, Surroundings around, Role role, FolderKeys keys, SessionKey session)
      throws Refusal {
    this.profile = profile;
    this.around = around;
    this.terminal = around.terminal();
    this.keys = keys;
    this.file = new MessageFile(around.folder());
    this.role = role;
    this.session = session;
  }

  /// Chats until `/exit` or the end of the input.
  public static int run(Profile profile, Surroundings around) throws Refusal {
    around.terminal().say(profile.warning());
    var keys = new FolderKeys(around.folder());
    var seats = new Seats(around.folder());
    if (profile.asPublished()) {
      // The published code asks only whether the session file exists, so that a third process is
      // User2 too.
      FolderChat chat =
          seats.alone(() -> {
            Role role = keys.sessionExists() ? Role.USER2 : Role.USER1;
            return start(profile, around, role, keys);
          });
      return chat.chat(seats);
    }
    try (Seats.Seat seat = seats.alone(() -> sitDown(seats, keys))) {
      return seats.alone(() -> start(profile, around, seat.role(), keys)).chat(seats);
    }
  }

  /// Whoever finds the folder empty begins a new session.
  private static Seats.Seat sitDown(Seats seats, FolderKeys keys) throws Refusal {
    Seats.Seat seat = seats.take();
    if (seats.isFree(seat.role().other())) keys.endSession();
    return seat;
  }

  private static FolderChat start(Profile profile, Surroundings around, Role role, FolderKeys keys)
      throws Refusal {
    keys.createPairs(around.random());
    SessionKey session =
        keys.sessionExists()
            ? keys.openSession(profile.sealing())
            : keys.newSession(profile.sealing(), around.random());
    return new FolderChat(profile, around, role, keys, session);
  }

  private int chat(Seats seats) throws Refusal {
    showEarlier();
    Thread listening = Thread.ofVirtual().start(this::listen);
    try {
      while (!over) {
        Optional<String> line = terminal.ask("[" + role.label() + "]: ");
        if (line.isEmpty() || line.get().equals("/exit")) break;
        sayOrExplain(line.get());
      }
      if (!over) write(EXIT_TEXT, true);
    } finally {
      over = true;
      listening.interrupt();
      seats.alone(() -> leave(seats));
    }
    return 0;
  }

  /// The last one out ends the session; as published, whoever goes first.
  private Role leave(Seats seats) throws Refusal {
    if (profile.asPublished() || seats.isFree(role.other())) keys.endSession();
    return role;
  }

  private void sayOrExplain(String text) {
    try {
      if (text.isBlank()) return;
      if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT)
        throw Refusal.usage(
            "The message is longer than " + LONGEST_TEXT + " bytes and was not sent.");
      write(text, false);
    } catch (Refusal e) {
      terminal.say(e.sentence());
    }
  }

  private void write(String text, boolean exit) throws Refusal {
    Sealed sealed =
        profile
            .sealing()
            .seal(
                text.getBytes(StandardCharsets.UTF_8),
                session,
                new byte[0],
                Optional.empty(),
                around.random());
    Fields record =
        profile.placement().put(Fields.of("sender", role.label()).with("is_exit", exit), sealed);
    ObjectNode json = FolderRecords.MESSAGE.toJson(record);
    if (profile.asPublished()) file.appendUnlocked(json);
    else file.append(json);
  }

  /// What was there before: of this session, the other's messages are shown; of others, only their
  /// number.
  private void showEarlier() throws Refusal {
    List<JsonNode> records = file.records();
    int unreadable = 0;
    for (JsonNode record : records) {
      try {
        show(read(record));
      } catch (Refusal e) {
        unreadable++;
      }
    }
    seen = records.size();
    over = false;
    if (unreadable > 0 && !profile.asPublished())
      terminal.say(
          unreadable
              + " stored message(s) belong to an earlier session or were changed; they cannot be shown.");
  }

  private void listen() {
    while (!over) {
      try {
        Thread.sleep(POLL_MILLIS);
        poll();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void poll() {
    try {
      List<JsonNode> records = file.records();
      for (int i = Math.min(seen, records.size()); i < records.size() && !over; i++)
        showOrWarn(i + 1, records.get(i));
      if (records.size() < seen && !profile.asPublished())
        terminal.say("Warning: messages have been removed from the folder.");
      seen = records.size();
      trouble = "";
    } catch (Refusal e) {
      // Once, not five times a second.
      if (!e.sentence().equals(trouble)) terminal.say(e.sentence());
      trouble = e.sentence();
    }
  }

  private void showOrWarn(int number, JsonNode record) {
    try {
      show(read(record));
    } catch (Refusal e) {
      if (!profile.asPublished())
        terminal.say("Warning: message " + number + " is not shown. " + e.sentence());
    }
  }

  private record Line(String sender, String text, boolean exit) {}

  private Line read(JsonNode record) throws Refusal {
    if (!(record instanceof ObjectNode object)) throw Refusal.refused("It is not a record.");
    Fields fields = FolderRecords.MESSAGE.decode(object);
    Sealed sealed = profile.placement().take(fields, profile.sealing().cipher().ivBytes());
    Opened opened = profile.sealing().open(sealed, session, Optional.empty());
    return new Line(fields.text("sender"), opened.text(), fields.flag("is_exit"));
  }

  private void show(Line line) {
    if (line.sender().equals(role.label())) return;
    if (isExit(line)) {
      terminal.say(Terminal.harmless(line.sender()) + " has left the chat.");
      if (profile.asPublished()) over = true;
    } else {
      terminal.say("[Message Received]: " + Terminal.harmless(line.text()));
    }
  }

  /// The published code ends the chat on the text alone. As described, a text is only ever a text.
  private boolean isExit(Line line) {
    return line.text().equals(EXIT_TEXT) && (line.exit() || profile.asPublished());
  }
}
