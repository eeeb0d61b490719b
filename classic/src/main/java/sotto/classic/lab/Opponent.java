package sotto.classic.lab;

/// An attack of the laboratory against one system: where the attacker stands, what it sees and
/// does, and whether it got through. The attacks on the five designs live here; those on Sotto
/// itself are written in `app`, which knows both.
public interface Opponent {

  /// Where the attacker stands; it sees nothing that this place does not show.
  enum Position {
    /// Sees and changes what passes between client and server.
    WIRE,
    /// Reads and writes the files that the users share.
    FOLDER,
    /// Is the server.
    SERVER,
    /// Is a registered user.
    USER,
    /// Has a long-term private key that leaked.
    LEAKED_KEY
  }

  /// How it ended: `by` names the check that stopped the attack, or what it broke.
  record Outcome(boolean broken, String by, long work, java.time.Duration time) {}

  /// The three columns of a worksheet, one row for each thing that happens.
  interface Columns {
    void victimSends(String what);

    void attacker(String what);

    void victimReceives(String what);
  }

  String name();

  Position position();

  /// Runs the attack for real.
  Outcome attack(Columns columns, java.security.SecureRandom random) throws Exception;
}
