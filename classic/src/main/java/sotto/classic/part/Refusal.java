package sotto.classic.part;

/// The one checked exception of this module: one sentence for a human, and the exit code when a
/// command ends with it.
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Refusal(String sentence, int exitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /// Something failed here: a file, a password, a message that cannot be opened.
  public static Refusal here(String sentence) {
    return new Refusal(sentence, 1);
  }

  public static Refusal usage(String sentence) {
    return new Refusal(sentence, 2);
  }

  /// Nothing answers, or it stopped answering.
  public static Refusal unreachable(String sentence) {
    return new Refusal(sentence, 3);
  }

  /// The other side said no.
  public static Refusal refused(String sentence) {
    return new Refusal(sentence, 4);
  }

  public int exitCode() {
    return exitCode;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
