package sotto.classic.lab;

/// An attack on one of the five designs.
public interface ProfileAttack extends Opponent {
  Lesson lesson();

  @Override
  default String name() {
    return lesson().name();
  }

  @Override
  default Position position() {
    return lesson().position();
  }
}
