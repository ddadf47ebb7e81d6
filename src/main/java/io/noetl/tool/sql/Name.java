package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A table's name as its author wrote it: `table`, `schema.table`, `catalog.schema.table`, `"Quoted
/// Name"`. It is looked up as it is and, as SQL would have it, in lower case; what goes into SQL is
/// always quoted.
public record Name(List<Part> parts) {
  /// Databases that take longer names are few.
  private static final int BYTES_MAX = 255;

  private static final int PARTS_MAX = 3;

  /// `exact`: it stood in quotes.
  public record Part(String text, boolean exact) {
    public String folded() {
      return exact ? text : text.toLowerCase(Locale.ROOT);
    }
  }

  public Name {
    parts = List.copyOf(parts);
  }

  /// As people read it.
  public String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining("."));
  }

  public static Name of(String text) throws ToolFailure {
    return of(text, Grammar.POSTGRES);
  }

  /// Parts may also stand in the quotes that `grammar` has besides the double ones.
  public static Name of(String text, Grammar grammar) throws ToolFailure {
    var parts = new ArrayList<Part>();
    boolean wantsPart = true;
    for (var lexeme : Lexer.read(text.strip(), grammar)) {
      if (!wantsPart && lexeme.isSymbol(text.strip(), '.')) {
        wantsPart = true;
      } else if (wantsPart) {
        parts.add(part(text, lexeme.text(text.strip()), lexeme.kind()));
        wantsPart = false;
      } else {
        throw invalid(text);
      }
    }
    if (wantsPart || parts.size() > PARTS_MAX) {
      throw invalid(text);
    }
    return new Name(parts);
  }

  private static Part part(String whole, String piece, Kind kind) throws ToolFailure {
    if (kind == Kind.QUOTED && piece.length() > 2) {
      var close = closing(piece.charAt(0));
      if (!close.isEmpty() && piece.endsWith(close)) {
        var inner = piece.substring(1, piece.length() - 1).replace(close + close, close);
        return checked(new Part(inner, true));
      }
    }
    if (kind != Kind.WORD) {
      throw invalid(whole);
    }
    return checked(new Part(piece, false));
  }

  /// What ends a name that begins with `quote`; empty if no name begins so.
  private static String closing(char quote) {
    return switch (quote) {
      case '"' -> "\"";
      case '`' -> "`";
      case '[' -> "]";
      default -> "";
    };
  }

  private static Part checked(Part part) throws ToolFailure {
    if (bytes(part) > BYTES_MAX || part.text().chars().anyMatch(Character::isISOControl)) {
      throw invalid(part.text());
    }
    return part;
  }

  /// Refuses what a database with tighter bounds would cut off or misread.
  public Name within(int partsMax, int bytesMax) throws ToolFailure {
    if (parts.size() > partsMax) {
      throw invalid(String.join(".", parts.stream().map(Part::text).toList()));
    }
    for (var part : parts) {
      if (bytes(part) > bytesMax) {
        throw invalid(part.text());
      }
    }
    return this;
  }

  private static int bytes(Part part) {
    return part.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  private static ToolFailure invalid(String text) {
    return ToolFailure.invalid(
        "save",
        "'%s' is not the name of a table: write table, schema.table, or \"Name\" in double quotes"
            .formatted(text));
  }

  public Name within(String schema) {
    return parts.size() > 1 || schema.isEmpty()
        ? this
        : new Name(List.of(new Part(schema, false), parts.getFirst()));
  }

  public String quoted() {
    return String.join(".", parts.stream().map(part -> quoted(part.text())).toList());
  }

  public String folded() {
    return String.join(".", parts.stream().map(part -> quoted(part.folded())).toList());
  }

  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
