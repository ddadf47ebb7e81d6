package io.noetl.server.http;

import java.util.List;

/// A parameter of a route: a part of its path, of the query, or a header.
public record Parameter(
    String name, Place place, Kind kind, boolean required, String about, List<String> choices) {

  /// Where it stands.
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  public Parameter {
    choices = List.copyOf(choices);
  }

  public static Parameter path(String name, Kind kind, String about) {
    return new Parameter(name, Place.PATH, kind, true, about, List.of());
  }

  public static Parameter query(String name, Kind kind, String about) {
    return new Parameter(name, Place.QUERY, kind, false, about, List.of());
  }

  public static Parameter header(String name, String about) {
    return new Parameter(name, Place.HEADER, Kind.TEXT, false, about, List.of());
  }

  public Parameter needed() {
    return new Parameter(name, place, kind, true, about, choices);
  }

  public Parameter oneOf(String... only) {
    return new Parameter(name, place, kind, required, about, List.of(only));
  }
}
