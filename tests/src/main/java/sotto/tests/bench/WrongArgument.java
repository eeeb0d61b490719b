package sotto.tests.bench;

/// An argument that cannot be used; the message says which and what to give instead.
public final class WrongArgument extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public WrongArgument(String sentence) {
    super(sentence);
  }
}
