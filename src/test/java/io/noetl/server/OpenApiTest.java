package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.server.http.OpenApi;
import io.noetl.server.http.Route;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The description of the API says what there is, in full.
@Timeout(120)
class OpenApiTest {
  @Test
  void everyRouteStandsInTheDocument() throws Exception {
    try (var served = Served.open()) {
      var document = served.look("/api/openapi.json");
      var paths = (Fields) document.get("paths");
      assertThat(document.names()).contains("openapi", "info", "paths", "components");
      var ids = new HashSet<Value>();
      int operations = 0;
      for (var route : served.server.api().routes().all()) {
        var path = (Fields) paths.get(route.path());
        var operation = (Fields) path.get(route.verb().name().toLowerCase(Locale.ROOT));
        check(route, operation);
        ids.add(operation.get("operationId"));
        operations++;
      }
      assertThat(ids).hasSize(operations);
      assertThat(count(paths)).isEqualTo(operations);
      checkReferences(document, document);
    }
  }

  private static void check(Route route, Fields operation) {
    var at = route.verb() + " " + route.path();
    assertThat(operation.names()).as(at).contains("operationId", "summary", "tags", "responses");
    assertThat(route.summary()).as(at).endsWith(".");
    assertThat(((Fields) operation.get("responses")).names()).as(at).hasSize(2);
    var variables = new ArrayList<String>();
    for (var part : route.path().split("/", -1)) {
      if (part.startsWith("{")) {
        variables.add(part.substring(1, part.length() - 1));
      }
    }
    var described = new ArrayList<String>();
    if (operation.get("parameters") instanceof Items parameters) {
      for (var parameter : parameters) {
        var it = (Fields) parameter;
        assertThat(it.names()).contains("name", "in", "schema", "description");
        if (it.get("in").equals(Text.of("path"))) {
          described.add(Served.text(it, "name"));
        }
      }
    }
    assertThat(described).as(at).isEqualTo(variables);
  }

  private static int count(Fields paths) {
    return paths.asMap().values().stream().mapToInt(it -> ((Fields) it).size()).sum();
  }

  private static void checkReferences(Value value, Fields document) {
    switch (value) {
      case Fields fields -> {
        if (fields.get("$ref") instanceof Text(var reference)) {
          Value target = document;
          for (var part : reference.substring(2).split("/", -1)) {
            target = ((Fields) target).get(part);
          }
          assertThat(target).as(reference).isInstanceOf(Fields.class);
        }
        fields.forEach((_, each) -> checkReferences(each, document));
      }
      case Items items -> items.forEach(each -> checkReferences(each, document));
      default -> {}
    }
  }

  @Test
  void everyRouteStandsInTheDocs() throws Exception {
    var docs = Files.readString(Path.of("docs", "api.md"));
    try (var served = Served.open()) {
      var missing =
          served.server.api().routes().all().stream()
              .map(OpenApiTest::line)
              .filter(line -> !docs.contains(line))
              .toList();
      assertThat(missing).as("lines that docs/api.md lacks").isEqualTo(List.of());
      var known =
          served.server.api().routes().all().stream()
              .map(OpenApiTest::line)
              .collect(Collectors.toSet());
      var invented =
          docs.lines()
              .filter(line -> line.matches("\\| `(GET|POST|PUT|DELETE) .*"))
              .filter(line -> !known.contains(line))
              .toList();
      assertThat(invented).as("lines of docs/api.md that are not so").isEqualTo(List.of());
    }
  }

  private static String line(Route route) {
    return "| `%s %s` | %s | %s |"
        .formatted(route.verb(), route.path(), OpenApi.word(route), route.summary());
  }
}
