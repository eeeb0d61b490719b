package sotto.classic.face;

import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// Lines with a time and the component that says them, coloured where a human reads them.
public final class ComponentLog {
  private static final String RESET = "\u001b[0m";

  /// The components of `challenge`, each with its colour.
  public enum Component {
    SERVER("\u001b[36m"),
    AUTH("\u001b[33m"),
    ROUTER("\u001b[32m");

    private final String colour;

    Component(String colour) {
      this.colour = colour;
    }
  }

  private final Terminal terminal;
  private final InstantSource clock;

  public ComponentLog(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  public void say(Component component, String text) {
    LocalTime time =
        LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS);
    String plain = String.format("[%tT] [%s] %s", time, component, Terminal.harmless(text));
    terminal.say(terminal.isColoured() ? component.colour + plain + RESET : plain);
  }
}
