package sotto.tests.vectors;

/// A file that cannot be read or unpacked; the sentence names it and says why.
final class UnreadableFile extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableFile(String sentence) {
    super(sentence);
  }

  UnreadableFile(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
