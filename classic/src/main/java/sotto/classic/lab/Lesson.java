package sotto.classic.lab;

import sotto.classic.lab.Opponent.Position;
import sotto.classic.profile.Profile;

/// What an attack teaches: its name, the design that it breaks, who the attacker is, what happens
/// in one line, and the fault of the design in one sentence.
public record Lesson(
    String name, Profile profile, Position position, String attacker, String line, String fault) {

  /// `signed (as published)`.
  public String system() {
    return profile.name() + (profile.asPublished() ? " (as published)" : "");
  }
}
