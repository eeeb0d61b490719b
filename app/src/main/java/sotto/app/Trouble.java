package sotto.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import sotto.app.output.Json;
import sotto.app.output.Shown;
import sotto.client.ClientException;
import sotto.server.ServerException;

/// What did not work, as the sentence and the exit code of the contract. Never a stack trace.
public record Trouble(int exitCode, String sentence) {
  public static final int FAILED_HERE = 1;
  public static final int WRONG_USAGE = 2;
  private static final int REFUSED = 4;
  private static final int LONGEST_WORD = 40;

  public static Trouble of(Throwable thrown) {
    return switch (thrown) {
      case ClientException e -> new Trouble(e.exitCode(), sentenceOf(e));
      case ServerException.Refused e -> new Trouble(REFUSED, sentenceOf(e));
      case ServerException.Usage e -> new Trouble(WRONG_USAGE, sentenceOf(e));
      case ServerException e -> new Trouble(FAILED_HERE, sentenceOf(e));
      case ParameterException e -> new Trouble(WRONG_USAGE, usage(e));
      case UncheckedIOException e when e.getCause() instanceof IOException cause -> of(cause);
      case IOException e -> new Trouble(FAILED_HERE, file(e));
      case OutOfMemoryError e ->
          new Trouble(
              FAILED_HERE,
              "There is not enough memory for this; close something else and try again.");
      default ->
          new Trouble(
              FAILED_HERE,
              "Something unexpected happened inside Sotto (%s); please report it, with what you did."
                  .formatted(Shown.line(String.valueOf(thrown))));
    };
  }

  public Json json() {
    return Json.event("error").put("code", exitCode).put("message", sentence);
  }

  private static String sentenceOf(Throwable e) {
    return Shown.line(String.valueOf(e.getMessage()));
  }

  private static String usage(ParameterException e) {
    String message =
        e instanceof UnmatchedArgumentException u ? unmatched(u) : String.valueOf(e.getMessage());
    String said =
        message
            .replaceFirst("^Error: ", "")
            .replaceFirst(" is not a double$", " is not a number")
            .replaceFirst(" is not an int$", " is not a whole number")
            .replaceAll("[.:]?\\s*\\R\\s*", "; ")
            .strip();
    return Shown.line(said.endsWith(".") ? said.substring(0, said.length() - 1) : said)
        + "; see ./%s --help.".formatted(e.getCommandLine().getCommandSpec().qualifiedName());
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().getFirst();
    var spec = e.getCommandLine().getCommandSpec();
    if (e.isUnknownOption()) {
      return "There is no option %s%s".formatted(word, meant(word, spec.optionsMap().keySet()));
    }
    if (spec.subcommands().isEmpty()) {
      return "'%s' is one word too many; a text of several words stands in quotes".formatted(word);
    }
    return "There is no command '%s'%s".formatted(word, meant(word, spec.subcommands().keySet()));
  }

  private static String meant(String word, Collection<String> known) {
    // Nobody's line is compared letter by letter who gave a whole text.
    return word.length() > LONGEST_WORD
        ? ""
        : Spelling.nearest(word, known).map(one -> "; did you mean " + one).orElse("");
  }

  private static String file(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> "There is no file %s.".formatted(Shown.line(f.getFile()));
      case AccessDeniedException f ->
          "The file %s may not be read or written by you; check its owner and mode."
              .formatted(Shown.line(f.getFile()));
      case FileSystemException f ->
          "The file %s gave trouble (%s); check the disk and its free space."
              .formatted(Shown.line(f.getFile()), Shown.line(String.valueOf(f.getReason())));
      default ->
          "Reading or writing failed (%s); check the disk and its free space."
              .formatted(Shown.line(String.valueOf(e.getMessage())));
    };
  }
}
