package sotto.client;

/// What a face is told when something did not work: one sentence for a human, and the exit code of
/// the command line that goes with the kind of trouble.
public abstract sealed class ClientException extends Exception {
  private static final long serialVersionUID = 1L;

  private ClientException(String message) {
    super(message);
  }

  /// The sentence; there always is one.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// The exit code of the command-line contract.
  public abstract int exitCode();

  /// It failed here: wrong passphrase, locked profile, full disk, damaged file.
  public static final class Local extends ClientException {
    private static final long serialVersionUID = 1L;

    public Local(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 1;
    }
  }

  /// What was asked for makes no sense: a malformed invite, address or identifier.
  public static final class Usage extends ClientException {
    private static final long serialVersionUID = 1L;

    public Usage(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 2;
    }
  }

  /// Nothing answers, or what answers does not speak Sotto.
  public static final class Unreachable extends ClientException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 3;
    }
  }

  /// The server, or the rules of a conversation, said no.
  public static final class Refused extends ClientException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 4;
    }
  }

  /// The server says no for now, and what was asked for waits here: it is tried again by itself.
  public static final class Postponed extends ClientException {
    private static final long serialVersionUID = 1L;

    public Postponed(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 4;
    }
  }

  /// Another server key, a changed account key, a forged list: nothing is sent.
  public static final class SecurityStop extends ClientException {
    private static final long serialVersionUID = 1L;

    public SecurityStop(String message) {
      super(message);
    }

    @Override
    public int exitCode() {
      return 5;
    }
  }
}
