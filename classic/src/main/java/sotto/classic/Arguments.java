package sotto.classic;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sotto.classic.part.Refusal;

/// `PROFILE [ACTION] [--option VALUE …] [--as-published]`, taken apart.
record Arguments(
    List<String> words,
    Map<String, String> options,
    boolean asPublished,
    boolean colourless,
    boolean help) {
  private static final Set<String> WITH_VALUE =
      Set.of("--port", "--host", "--data", "--dir", "--timeout");
  static final String REPLACE = "--replace";
  private static final String SEE = "see ./sotto classic --help.";

  static Arguments parse(List<String> args) throws Refusal {
    var words = new ArrayList<String>();
    var options = new LinkedHashMap<String, String>();
    boolean published = false;
    boolean colourless = false;
    boolean help = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (WITH_VALUE.contains(arg)) {
        if (i + 1 == args.size()) throw Refusal.usage("The option " + arg + " needs a value.");
        options.put(arg, args.get(++i));
      } else if (arg.equals(REPLACE)) options.put(REPLACE, "");
      else if (arg.equals("--as-published")) published = true;
      else if (arg.equals("--no-color")) colourless = true;
      else if (arg.equals("--help") || arg.equals("-h")) help = true;
      else if (arg.startsWith("-")) throw Refusal.usage("There is no option " + arg + ": " + SEE);
      else words.add(arg);
    }
    return new Arguments(List.copyOf(words), Map.copyOf(options), published, colourless, help);
  }

  /// Nothing is taken without a word that would have no effect.
  void allow(int mostWords, Set<String> allowed) throws Refusal {
    if (words.size() > mostWords)
      throw Refusal.usage(
          "There is no place for " + words.get(mostWords) + " in this command: " + SEE);
    for (String option : options.keySet())
      if (!allowed.contains(option))
        throw Refusal.usage("The option " + option + " has no effect here: " + SEE);
  }

  boolean replaces() {
    return options.containsKey(REPLACE);
  }

  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /// `--data` and `--dir` are two words for the folder in which a profile keeps its things.
  Path folder(String otherwise) throws Refusal {
    String given = options.getOrDefault("--dir", options.getOrDefault("--data", otherwise));
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw Refusal.usage("This is not the name of a folder: " + given);
    }
  }

  int number(String option, int otherwise, int least, int most) throws Refusal {
    String given = options.get(option);
    if (given == null) return otherwise;
    try {
      int number = Integer.parseInt(given);
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException e) {
      throw notANumber(option, least, most);
    }
    throw notANumber(option, least, most);
  }

  private static Refusal notANumber(String option, int least, int most) {
    return Refusal.usage(
        "The option " + option + " needs a whole number from " + least + " to " + most + ".");
  }
}
