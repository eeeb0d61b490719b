package sotto.app.lab;

import java.util.regex.Pattern;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;

/// What happens on Sotto, with all that differs from run to run left out: Sotto takes its keys from
/// the system's random source, also in the laboratory, and so its bytes are others each time.
record Repeatable(Columns columns) implements Columns {
  private static final Pattern VARYING = Pattern.compile("[0-9a-f]{16,}…?|(?<=generation )\\d+");
  static final String NOTE =
      "Sotto takes its keys from the system's random source, also here: what differs from run to run is shown as [varies].";

  static String text(String shown) {
    return VARYING.matcher(shown).replaceAll("[varies]");
  }

  static Outcome outcome(Outcome outcome) {
    return new Outcome(outcome.broken(), text(outcome.by()), outcome.work());
  }

  @Override
  public void victimSends(String what) {
    columns.victimSends(text(what));
  }

  @Override
  public void attacker(String what) {
    columns.attacker(text(what));
  }

  @Override
  public void victimReceives(String what) {
    columns.victimReceives(text(what));
  }
}
