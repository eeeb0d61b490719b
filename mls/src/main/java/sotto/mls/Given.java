package sotto.mls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Refuses null at once and by name where an exported type (RFC 9420 and all that it needs) is
/// given something, for whoever compiles without a checker of nullness.
public final class Given {
  private Given() {}

  /// @throws NullPointerException which names the argument
  public static <T> T given(String name, @Nullable T argument) {
    if (argument == null) {
      throw missing(name, argument);
    }
    return argument;
  }

  /// @param names of both, in their order and with a space between them; likewise below
  /// @throws NullPointerException which names the first argument that is null
  public static void allGiven(String names, @Nullable Object first, @Nullable Object second) {
    if (first == null || second == null) {
      throw missing(names, first, second);
    }
  }

  public static void allGiven(
      String names, @Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first == null || second == null || third == null) {
      throw missing(names, first, second, third);
    }
  }

  public static void allGiven(
      String names,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    if (first == null || second == null || third == null || fourth == null) {
      throw missing(names, first, second, third, fourth);
    }
  }

  public static void allGiven(
      String names,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth,
      @Nullable Object fifth) {
    if (first == null || second == null || third == null || fourth == null || fifth == null) {
      throw missing(names, first, second, third, fourth, fifth);
    }
  }

  /// Of more than five: with an array for them, so not where every message goes.
  public static void allGiven(String names, @Nullable Object... arguments) {
    for (Object argument : arguments) {
      if (argument == null) {
        throw missing(names, arguments);
      }
    }
  }

  private static NullPointerException missing(String names, @Nullable Object... arguments) {
    String missing = names.split(" ")[Arrays.asList(arguments).indexOf(null)];
    return new NullPointerException(
        "The argument " + missing + " is null, and this library takes no null.");
  }
}
