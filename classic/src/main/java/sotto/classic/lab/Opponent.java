package sotto.classic.lab;

import java.time.Duration;

/// An attack of the laboratory against one system: where the attacker stands, what it sees and
/// does, and whether it got through. The attacks on the five designs live here; those on Sotto
/// itself are written in `app`, which knows both.
public interface Opponent {

  /// Where the attacker stands; it sees nothing that this place does not show.
  enum Position {
    /// Sees and changes what passes between client and server.
    WIRE("on the wire"),
    /// Reads and writes the files that the users share.
    FOLDER("in the shared folder"),
    /// Is the server.
    SERVER("the server"),
    /// Is a registered user.
    USER("a user"),
    /// Has a long-term private key that leaked.
    LEAKED_KEY("holds a leaked key");

    private final String words;

    Position(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// How it ended: `by` names the check that stopped the attack, or what it broke.
  record Outcome(boolean broken, String by, Work work) {
    public static Outcome broken(String what, Work work) {
      return new Outcome(true, what, work);
    }

    public static Outcome stopped(String check, Work work) {
      return new Outcome(false, check, work);
    }
  }

  /// What the attack cost: so many of these, in this time on this machine. `remark` says what else
  /// was measured, and extrapolates; the count is the same for the same seed.
  record Work(long count, String unit, Duration time, String remark) {
    public static Work of(long count, String unit, long since) {
      return new Work(count, unit, Duration.ofNanos(System.nanoTime() - since), "");
    }

    public Work remarking(String words) {
      return new Work(count, unit, time, words);
    }
  }

  /// The three columns of a worksheet, one row for each thing that happens.
  interface Columns {
    void victimSends(String what);

    void attacker(String what);

    void victimReceives(String what);
  }

  String name();

  Position position();

  /// Runs the attack for real.
  Outcome attack(Columns columns, Scene scene) throws Exception;
}
