package io.noetl.value;

/// JSON as the standard has it, made of what [Json] writes.
final class StrictJson {
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

  /// The word that begins there, outside of texts; empty for none.
  private static String word(String json, int place) {
    return switch (json.charAt(place)) {
      case 'N' -> "NaN";
      case 'I' -> "Infinity";
      case '-' -> json.startsWith("-I", place) ? "-Infinity" : "";
      default -> "";
    };
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
