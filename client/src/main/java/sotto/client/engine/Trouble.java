package sotto.client.engine;

import sotto.client.ClientException;

/// Why something is not done, as one sentence, and of what kind it is.
public record Trouble(Kind kind, String sentence) {
  public enum Kind {
    LOCAL,
    USAGE,
    UNREACHABLE,
    REFUSED,
    POSTPONED,
    SECURITY
  }

  public static Trouble refused(String sentence) {
    return new Trouble(Kind.REFUSED, sentence);
  }

  public static Trouble usage(String sentence) {
    return new Trouble(Kind.USAGE, sentence);
  }

  public static Trouble security(String sentence) {
    return new Trouble(Kind.SECURITY, sentence);
  }

  public static Trouble unreachable(String sentence) {
    return new Trouble(Kind.UNREACHABLE, sentence);
  }

  public static Trouble postponed(String sentence) {
    return new Trouble(Kind.POSTPONED, sentence);
  }

  public Trouble and(String more) {
    return new Trouble(kind, sentence + " " + more);
  }

  public ClientException asException() {
    return switch (kind) {
      case LOCAL -> new ClientException.Local(sentence);
      case USAGE -> new ClientException.Usage(sentence);
      case UNREACHABLE -> new ClientException.Unreachable(sentence);
      case REFUSED -> new ClientException.Refused(sentence);
      case POSTPONED -> new ClientException.Postponed(sentence);
      case SECURITY -> new ClientException.SecurityStop(sentence);
    };
  }
}
