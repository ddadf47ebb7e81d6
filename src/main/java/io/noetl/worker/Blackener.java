package io.noetl.worker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/// Finds the secrets of a job in text, in all their [Spellings], and puts `***` in their place. A
/// text is read once, however many secrets there are.
final class Blackener {
  static final String BLACK = "***";

  /// Shorter ones stand in too many words by chance.
  static final int LENGTH_MIN = 6;

  /// More than any job has reason to use; an iterator may use one for each item.
  private static final int SECRETS_MAX = 200_000;

  private static final int FACTOR = 31;
  private static final int FACTOR_OF_FIRST = (int) Math.pow(FACTOR, LENGTH_MIN - 1);
  private static final int HEAD_BITS = 16;

  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /// The spellings by the hash of their first characters.
  private final ConcurrentHashMap<Integer, List<String>> byHead = new ConcurrentHashMap<>();

  /// One bit for each (shortened) hash that begins a spelling: at most places it says no.
  private final AtomicLongArray heads = new AtomicLongArray((1 << HEAD_BITS) / Long.SIZE);

  /// Hides `secret`, and each of its longer lines: keys of several lines are seldom written whole.
  void hide(String secret) {
    add(secret.strip());
    if (secret.indexOf('\n') >= 0) {
      secret
          .lines()
          .map(String::strip)
          .filter(line -> !line.startsWith("-----"))
          .forEach(this::add);
    }
  }

  private void add(String secret) {
    if (secret.length() < LENGTH_MIN || !secrets.add(secret)) {
      return;
    }
    if (secrets.size() > SECRETS_MAX) {
      throw new IllegalStateException(
          "the job uses more than %d different secrets".formatted(SECRETS_MAX));
    }
    for (var spelling : Spellings.of(secret)) {
      int head = head(spelling);
      byHead.computeIfAbsent(head, _ -> new CopyOnWriteArrayList<>()).add(spelling);
      int bit = shortened(head);
      heads.accumulateAndGet(bit / Long.SIZE, 1L << (bit % Long.SIZE), (a, b) -> a | b);
    }
  }

  private static int head(String text) {
    int hash = 0;
    for (int i = 0; i < LENGTH_MIN; i++) {
      hash = hash * FACTOR + text.charAt(i);
    }
    return hash;
  }

  private static int shortened(int hash) {
    return (hash ^ hash >>> HEAD_BITS) & ((1 << HEAD_BITS) - 1);
  }

  String text(String text) {
    if (text.length() < LENGTH_MIN) {
      return text;
    }
    var out = new StringBuilder();
    int copied = 0;
    int start = 0;
    int end = 0;
    int last = text.length() - LENGTH_MIN;
    int hash = head(text);
    for (int at = 0; at <= last; at++) {
      int length = mayBegin(hash) ? length(text, at, hash) : 0;
      if (length > 0) {
        if (at >= end && end > copied) {
          out.append(text, copied, start).append(BLACK);
          copied = end;
        }
        // Where secrets overlap, all that belongs to any of them goes.
        start = at >= end ? at : start;
        end = Math.max(end, at + length);
      }
      if (at < last) {
        hash = (hash - text.charAt(at) * FACTOR_OF_FIRST) * FACTOR + text.charAt(at + LENGTH_MIN);
      }
    }
    if (end == 0) {
      return text;
    }
    return out.append(text, copied, start)
        .append(BLACK)
        .append(text, end, text.length())
        .toString();
  }

  private boolean mayBegin(int hash) {
    int bit = shortened(hash);
    return (heads.get(bit / Long.SIZE) >>> (bit % Long.SIZE) & 1) != 0;
  }

  /// How much of a secret stands at `at`: all of it, or its beginning where the text was cut.
  private int length(String text, int at, int hash) {
    int longest = 0;
    for (var spelling : byHead.getOrDefault(hash, List.of())) {
      int same = same(text, at, spelling);
      if (same == spelling.length() || (same >= LENGTH_MIN && isCut(text, at + same))) {
        longest = Math.max(longest, same);
      }
    }
    return longest;
  }

  private static int same(String text, int at, String spelling) {
    int most = Math.min(spelling.length(), text.length() - at);
    int same = 0;
    while (same < most && text.charAt(at + same) == spelling.charAt(same)) {
      same++;
    }
    return same;
  }

  private static boolean isCut(String text, int at) {
    return text.startsWith("...", at) || text.startsWith("…", at);
  }
}
