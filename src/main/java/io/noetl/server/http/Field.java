package io.noetl.server.http;

import java.util.List;

/// A field of a body, or of an answer. `of` names the form that a map has, or each item of a list;
/// it may be empty. `choices` are the only texts taken; empty for any.
public record Field(
    String name, Kind kind, boolean required, String about, String of, List<String> choices) {
  public Field {
    choices = List.copyOf(choices);
  }

  public static Field text(String name, String about) {
    return new Field(name, Kind.TEXT, false, about, "", List.of());
  }

  public static Field id(String name, String about) {
    return new Field(name, Kind.ID, false, about, "", List.of());
  }

  public static Field whole(String name, String about) {
    return new Field(name, Kind.WHOLE, false, about, "", List.of());
  }

  public static Field number(String name, String about) {
    return new Field(name, Kind.NUMBER, false, about, "", List.of());
  }

  public static Field truth(String name, String about) {
    return new Field(name, Kind.TRUTH, false, about, "", List.of());
  }

  public static Field map(String name, String about) {
    return new Field(name, Kind.MAP, false, about, "", List.of());
  }

  public static Field list(String name, String about) {
    return new Field(name, Kind.LIST, false, about, "", List.of());
  }

  public static Field any(String name, String about) {
    return new Field(name, Kind.ANY, false, about, "", List.of());
  }

  /// The same, to be there always.
  public Field needed() {
    return new Field(name, kind, true, about, of, choices);
  }

  /// The same, with the form of what is in it.
  public Field of(Form form) {
    return new Field(name, kind, required, about, form.name(), choices);
  }

  /// The same, with the only texts that it may be.
  public Field oneOf(String... only) {
    return new Field(name, kind, required, about, of, List.of(only));
  }
}
