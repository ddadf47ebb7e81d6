package io.noetl.template;

import java.util.ArrayDeque;
import java.util.Deque;

/// A bound on the ways through a pattern that consume no character: work that a matcher does
/// without looking at the text, so that [PaidText] does not see it.
final class PatternCost {
  /// The largest count in braces; larger ones are for nobody but an attacker.
  static final int COUNT_MAX = 1000;

  private static final long WAYS_MAX = 1L << 40;

  private final String pattern;
  private final Deque<Integer> branches = new ArrayDeque<>();
  private long ways = 1;
  private long turns;
  private int at;

  private PatternCost(String pattern) {
    this.pattern = pattern;
  }

  /// The number of ways, or -1 where a count is too large.
  static long of(String pattern) {
    var cost = new PatternCost(pattern);
    return cost.scan() ? Math.min(WAYS_MAX, cost.ways * (1 + cost.turns / 8)) : -1;
  }

  private boolean scan() {
    branches.push(1);
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '\\' -> at++;
        case '[' -> skipClass();
        case '(' -> branches.push(1);
        case '|' -> branches.push(branches.pop() + 1);
        case ')' -> closeGroup();
        case '{' -> {
          long count = count();
          if (count > COUNT_MAX) {
            return false;
          }
          turns += count;
        }
        default -> {}
      }
    }
    branches.forEach(this::multiply);
    return true;
  }

  private void skipClass() {
    int open = 1;
    while (at < pattern.length() && open > 0) {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        open++;
      } else if (c == ']') {
        open--;
      }
    }
  }

  private void closeGroup() {
    if (branches.size() > 1) {
      multiply(branches.pop());
    }
    char next = at < pattern.length() ? pattern.charAt(at) : ' ';
    if (next == '?' || next == '*') {
      multiply(2);
    } else if (next == '{') {
      int brace = at++;
      multiply((int) Math.min(COUNT_MAX, Math.max(2, count())));
      at = brace;
    }
  }

  private void multiply(int factor) {
    ways = Math.min(WAYS_MAX, ways * factor);
  }

  /// The larger of the numbers after a brace.
  private long count() {
    long largest = 0;
    long number = 0;
    while (at < pattern.length() && pattern.charAt(at) != '}') {
      char c = pattern.charAt(at++);
      number = Character.isDigit(c) ? Math.min(1L << 40, number * 10 + c - '0') : 0;
      largest = Math.max(largest, number);
    }
    return largest;
  }
}
