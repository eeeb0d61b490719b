package sotto.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which word was meant by one that does not exist.
final class Spelling {
  private static final int MOST_MISTAKES = 2;

  private Spelling() {}

  static Optional<String> nearest(String word, Collection<String> known) {
    int most = Math.min(MOST_MISTAKES, word.length() / 2);
    return known.stream()
        .filter(one -> distance(word, one) <= most)
        .min(Comparator.comparingInt(one -> distance(word, one)));
  }

  /// Letters that are missing, too many, wrong, or two that changed places.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + wrong, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean turned =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (turned) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
