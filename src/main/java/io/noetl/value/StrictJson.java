package io.noetl.value;

import java.util.List;

/// JSON as the standard has it, made of what [Json] writes.
final class StrictJson {
  private static final List<String> WORDS = List.of("NaN", "Infinity", "-Infinity");

  private StrictJson() {}

  static String of(String json) {
    if (!json.contains("NaN") && !json.contains("Infinity")) {
      return json; // As nearly always.
    }
    var out = new StringBuilder(json.length() + 20);
    int place = 0;
    while (place < json.length()) {
      int from = place;
      var word = word(json, place);
      if (!word.isEmpty()) {
        out.append('"').append(word).append('"');
        place += word.length();
      } else {
        place = json.charAt(place) == '"' ? endOfText(json, place) : place + 1;
        out.append(json, from, place);
      }
    }
    return out.toString();
  }

  private static String word(String json, int place) {
    return WORDS.stream().filter(word -> json.startsWith(word, place)).findFirst().orElse("");
  }

  /// Behind the quote that ends the text beginning at `start`.
  private static int endOfText(String json, int start) {
    int place = start + 1;
    while (place < json.length() && json.charAt(place) != '"') {
      place += json.charAt(place) == '\\' ? 2 : 1;
    }
    return Math.min(place + 1, json.length());
  }
}
