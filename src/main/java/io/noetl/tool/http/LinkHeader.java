package io.noetl.tool.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The header `Link` (RFC 8288): `<https://x/?page=2>; rel="next", <...>; rel="last"`.
final class LinkHeader {
  private static final Pattern LINK =
      Pattern.compile(
          "<([^>]*)>((?:\\s*;\\s*[^\\s;,=]+\\s*(?:=\\s*(?:\"[^\"]*\"|[^\\s;,\"]*))?)*)");

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([^\\s;,=]+)\\s*(?:=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]*)))?");

  private LinkHeader() {}

  /// The first link that leads on; `values` are those of all headers of that name.
  static Optional<String> next(List<String> values) {
    return values.stream()
        .flatMap(value -> LINK.matcher(value).results())
        .filter(link -> isNext(link.group(2)))
        .map(link -> link.group(1).strip())
        .findFirst();
  }

  private static boolean isNext(String parameters) {
    return PARAMETER
        .matcher(parameters)
        .results()
        .filter(parameter -> parameter.group(1).equalsIgnoreCase("rel"))
        .limit(1)
        .map(rel -> rel.group(2) == null ? String.valueOf(rel.group(3)) : rel.group(2))
        .flatMap(words -> Stream.of(words.split("\\s+", -1)))
        .anyMatch("next"::equalsIgnoreCase);
  }
}
