package io.noetl.playbook;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that somebody probably meant.
final class Nearest {
  /// Longer words are not compared.
  private static final int LENGTH_MAX = 64;

  private Nearest() {}

  /// `did you mean ...?`, or an empty text if no known word is near.
  static String hint(String word, Collection<String> known) {
    return find(word, known).map("did you mean `%s`?"::formatted).orElse("");
  }

  static Optional<String> find(String word, Collection<String> known) {
    var wanted = word.toLowerCase(Locale.ROOT);
    int distance = Math.min(3, wanted.length() / 3) + 1;
    var best = Optional.<String>empty();
    for (var each : known) {
      int limit = distance - 1;
      int found = distance(wanted, each.toLowerCase(Locale.ROOT), limit);
      if (found <= limit && !each.equals(word)) {
        distance = found;
        best = Optional.of(each);
        if (found == 0) {
          return best;
        }
      }
    }
    return best;
  }

  /// Letters to add, drop, replace or swap with their neighbour; above `limit` any larger number.
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit || a.length() > LENGTH_MAX) {
      return limit + 1;
    }
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      rows[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best =
            Math.min(rows[i - 1][j - 1] + change, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean isSwap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        rows[i][j] = isSwap ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
      }
    }
    return rows[a.length()][b.length()];
  }
}
