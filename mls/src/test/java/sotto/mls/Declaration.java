package sotto.mls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A type, a method, a constructor or a constant as its source has it, in the format that the build
/// keeps: who is inside what shows in the indent.
///
/// @param name with the types around it, such as `Bounds.withPast`
/// @param comment the doc comment above it, in one line; empty when there is none
/// @param header in one line, up to its brace or semicolon
/// @param text of all of it but, for a type, of the header alone
/// @param shown whether it is public, and so is what is around it
record Declaration(
    String name, String comment, String header, String text, boolean isType, boolean shown) {
  private static final Pattern TYPE =
      Pattern.compile("^(?:[\\w-]+ )*(class|record|enum|@?interface) (\\w+)");
  private static final Pattern METHOD = Pattern.compile("^[^=(]*?(\\w+)(?: \\{|\\()");
  private static final Pattern ANNOTATIONS = Pattern.compile("^(?:@\\w+(?:\\(.*?\\))? )*");

  private record Around(String name, String indent, boolean isInterface, boolean shown) {
    static final Around FILE = new Around("", "", false, true);

    /// The indent of what is inside.
    String within() {
      return name.isEmpty() ? "" : indent + "  ";
    }
  }

  boolean declares(String exception) {
    return !isType && header.matches(".*\\) throws [\\w, ]*\\b" + exception + "\\b.*");
  }

  boolean says(String exception) {
    return comment.matches(".*@throws " + exception + " \\w.*");
  }

  boolean overrides() {
    return header.startsWith("@Override");
  }

  /// All of a file.
  static List<Declaration> of(String source) {
    List<String> lines = source.lines().toList();
    List<Declaration> found = new ArrayList<>();
    Deque<Around> around = new ArrayDeque<>(List.of(Around.FILE));
    int from = 0;
    for (int i = 0; i < lines.size(); i++) {
      Around outer = around.element();
      if (lines.get(i).equals(outer.indent() + "}")) {
        around.remove();
        from = i + 1;
      } else if (lines.get(i).matches(outer.within() + "[\\w@<].*")) {
        int end = endOfHeader(lines, i);
        int last = endOfBody(lines, end, outer.within());
        Declaration one = read(lines.subList(from, i), lines.subList(i, end + 1), outer);
        if (one.isType()) {
          found.add(one);
          if (last > end) {
            around.push(
                new Around(one.name() + ".", outer.within(), one.isInterface(), one.shown()));
            last = end;
          }
        } else {
          found.add(one.with(String.join("\n", lines.subList(i, last + 1))));
        }
        i = last;
        from = i + 1;
      }
    }
    return found;
  }

  private static int endOfHeader(List<String> lines, int from) {
    int end = from;
    while (!lines.get(end).matches(".*(?:\\{|;|\\{})") && !isConstant(lines, from, end)) {
      end++;
    }
    return end;
  }

  /// One of an enum, with a comma behind it or as the last.
  private static boolean isConstant(List<String> lines, int from, int to) {
    String text = String.join(" ", lines.subList(from, to + 1)).strip();
    return text.matches("[A-Z]\\w*(?:\\([^()]*\\))?,?");
  }

  private static int endOfBody(List<String> lines, int end, String indent) {
    int last = end;
    if (lines.get(end).endsWith("{")) {
      while (!lines.get(last).matches(indent + "}[;)]*")) {
        last++;
      }
    }
    return last;
  }

  private static Declaration read(List<String> above, List<String> lines, Around outer) {
    String comment =
        above.stream()
            .map(String::strip)
            .filter(line -> line.startsWith("///"))
            .map(line -> line.substring(3).strip())
            .collect(Collectors.joining(" "));
    String header = lines.stream().map(String::strip).collect(Collectors.joining(" "));
    String bare = ANNOTATIONS.matcher(header).replaceFirst("");
    Matcher type = TYPE.matcher(bare);
    Matcher method = METHOD.matcher(bare);
    boolean isType = type.find();
    String own = isType ? type.group(2) : method.find() ? method.group(1) : "";
    boolean open =
        bare.startsWith("public ") || outer.isInterface() && !bare.startsWith("private ");
    return new Declaration(
        outer.name() + own, comment, header, header, isType, outer.shown() && open);
  }

  private boolean isInterface() {
    Matcher type = TYPE.matcher(ANNOTATIONS.matcher(header).replaceFirst(""));
    return type.find() && type.group(1).endsWith("interface");
  }

  private Declaration with(String whole) {
    return new Declaration(name, comment, header, whole, isType, shown);
  }
}
