package io.noetl.server.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of routes: finds the one that a request is for. What is written out in a path goes
/// before what is variable.
public final class Routes {
  private final List<Entry> entries;

  private record Entry(Route route, List<String> parts) {
    /// The variable parts by name, if the request is for this path.
    Optional<Map<String, String>> match(List<String> asked) {
      if (asked.size() != parts.size()) {
        return Optional.empty();
      }
      var variables = new LinkedHashMap<String, String>();
      for (int i = 0; i < parts.size(); i++) {
        var part = parts.get(i);
        if (part.startsWith("{")) {
          variables.put(part.substring(1, part.length() - 1), asked.get(i));
        } else if (!part.equals(asked.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }

    long variables() {
      return parts.stream().filter(part -> part.startsWith("{")).count();
    }
  }

  /// What was found.
  sealed interface Found {}

  record Matched(Route route, Map<String, String> variables) implements Found {}

  /// The path is there, but not with this method.
  record OtherVerbs(Set<Verb> verbs) implements Found {}

  record Nothing() implements Found {}

  public Routes(List<Route> routes) {
    entries =
        routes.stream()
            .map(route -> new Entry(route, parts(route.path())))
            .sorted((a, b) -> Long.compare(a.variables(), b.variables()))
            .toList();
    var seen = new LinkedHashSet<String>();
    for (var route : routes) {
      if (!seen.add(route.verb() + " " + route.path())) {
        throw new IllegalStateException("two routes for " + route.verb() + " " + route.path());
      }
    }
  }

  /// All of them, by path.
  public List<Route> all() {
    return entries.stream()
        .map(Entry::route)
        .sorted(
            (a, b) -> {
              int paths = a.path().compareTo(b.path());
              return paths == 0 ? a.verb().compareTo(b.verb()) : paths;
            })
        .toList();
  }

  Found find(String verb, String path) {
    var asked = parts(path);
    var others = new LinkedHashSet<Verb>();
    for (var entry : entries) {
      var variables = entry.match(asked);
      if (variables.isPresent()) {
        if (entry.route().verb().name().equals(verb)) {
          return new Matched(entry.route(), variables.get());
        }
        others.add(entry.route().verb());
      }
    }
    return others.isEmpty() ? new Nothing() : new OtherVerbs(others);
  }

  private static List<String> parts(String path) {
    return Arrays.asList(path.split("/", -1));
  }
}
