package sotto.client.engine;

/// Leaves a step that cannot be done; the state stays as it was.
final class TroubleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Trouble trouble;

  TroubleException(Trouble trouble) {
    super(trouble.sentence());
    this.trouble = trouble;
  }

  static TroubleException refused(String sentence) {
    return new TroubleException(Trouble.refused(sentence));
  }

  static TroubleException usage(String sentence) {
    return new TroubleException(Trouble.usage(sentence));
  }

  static TroubleException security(String sentence) {
    return new TroubleException(Trouble.security(sentence));
  }

  Trouble trouble() {
    return trouble;
  }
}
