package sotto.app.chat;

import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import sotto.client.MessageId;

/// A terminal in which lines appear above the prompt while a person types, and marks change in
/// place: what is on the screen is drawn again from the transcript, so a new size is only one more
/// reason to draw.
final class LiveScreen implements Screen {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
  private static final int KEPT = 2_000;
  private static final int LOOK_AT_SIZE_MS = 150;

  private final Terminal terminal;
  private final LineReader reader;
  private final Thread sizeWatch;
  private final List<ChatLine> transcript = new ArrayList<>();
  private String prompt = "> ";
  private Reading reading = Reading.NOT_YET;

  private enum Reading {
    NOT_YET,
    NOW,
    BETWEEN
  }

  private LiveScreen(Terminal terminal, Completer completer) {
    this.terminal = terminal;
    // What was typed is kept in memory only: a file of it would be plaintext beside a sealed store.
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("sotto")
            .completer(completer)
            // A name is completed from its beginning; one that is only similar is not meant.
            .variable(LineReader.ERRORS, 0)
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, true)
            .option(LineReader.Option.AUTO_LIST, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, false)
            .build();
    Size first = terminal.getSize();
    this.sizeWatch = Thread.ofVirtual().start(() -> watchSize(first));
  }

  static LiveScreen open(Completer completer) throws IOException {
    // JLine would draw lines in a character set of old terminals, which newer ones show as letters.
    System.setProperty("org.jline.utils.disableAlternateCharset", "true");
    return over(TerminalBuilder.builder().system(true).name("sotto").build(), completer);
  }

  static LiveScreen over(Terminal terminal, Completer completer) {
    return new LiveScreen(terminal, completer);
  }

  @Override
  public Optional<String> read() {
    String shown;
    synchronized (this) {
      reading = Reading.NOW;
      shown = prompt;
    }
    try {
      return Optional.of(reader.readLine(shown));
    } catch (UserInterruptException e) {
      // Ctrl-C drops what was typed; on an empty line it ends the chat.
      return e.getPartialLine().isBlank() ? Optional.empty() : Optional.of("");
    } catch (EndOfFileException | IllegalStateException | IOError e) {
      // Ctrl-D, or the terminal is gone.
      return Optional.empty();
    } finally {
      synchronized (this) {
        reading = Reading.BETWEEN;
      }
    }
  }

  @Override
  public synchronized void add(ChatLine line) {
    transcript.add(line);
    if (transcript.size() > KEPT) {
      transcript.removeFirst();
    }
    put(drawn(line));
  }

  @Override
  public synchronized void mark(MessageId id, String mark) {
    for (int at = transcript.size() - 1; at >= 0; at--) {
      var line = transcript.get(at);
      if (line.id().equals(Optional.of(id)) && !line.mark().equals(mark)) {
        transcript.set(at, line.marked(mark));
        if (at >= firstVisible()) {
          redraw();
        }
        return;
      }
    }
  }

  @Override
  public synchronized void prompt(String newPrompt) {
    prompt = newPrompt;
    if (reading == Reading.NOW && reader instanceof LineReaderImpl live) {
      live.setPrompt(newPrompt);
      live.redisplay();
    }
  }

  @Override
  public void close() {
    sizeWatch.interrupt();
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone; there is nothing left to put back in order.
      return;
    }
  }

  private void put(String text) {
    if (reading == Reading.NOW) {
      reader.printAbove(text);
    } else {
      terminal.writer().println(text);
      terminal.flush();
    }
  }

  private void redraw() {
    var lines = new StringBuilder(HOME_AND_CLEAR);
    transcript.stream()
        .skip(firstVisible())
        .forEach(line -> lines.append(drawn(line)).append('\n'));
    put(lines.toString().stripTrailing());
  }

  /// The first line of the transcript that fits on the screen together with the prompt.
  private int firstVisible() {
    int columns = Math.max(1, terminal.getWidth());
    int left = Math.max(1, terminal.getHeight() - 1);
    int first = transcript.size();
    while (first > 0 && left - rows(transcript.get(first - 1), columns) >= 0) {
      left -= rows(transcript.get(first - 1), columns);
      first--;
    }
    return first;
  }

  private static int rows(ChatLine line, int columns) {
    return Wrapping.rows(line.shown(), columns).size();
  }

  private String drawn(ChatLine line) {
    return Wrapping.rows(line.shown(), Math.max(1, terminal.getWidth())).stream()
        .map(row -> row.toAnsi(terminal))
        .collect(Collectors.joining("\n"));
  }

  private void watchSize(Size first) {
    try {
      Size known = first;
      while (true) {
        Thread.sleep(LOOK_AT_SIZE_MS);
        Size now = terminal.getSize();
        if (!now.equals(known)) {
          known = now;
          synchronized (this) {
            redraw();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException closed) {
      // The terminal went while its size was read: there is nothing left to draw on.
      return;
    }
  }
}
