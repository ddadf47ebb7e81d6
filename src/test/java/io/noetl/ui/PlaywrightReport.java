package io.noetl.ui;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Playwright's JSON reporter says: the tests of each file, and what they have measured.
record PlaywrightReport(List<Case> cases, List<String> troubles, List<String> measures) {

  /// `failure` is empty where it passed. `file` is the file of tests it stands in.
  record Case(String file, String title, String state, String failure) {
    boolean isSkipped() {
      return state.equals("skipped");
    }

    boolean isFailed() {
      return !isSkipped() && !state.equals("expected");
    }
  }

  /// What a test has measured stands in an annotation of this kind.
  private static final String MEASURE = "measured";

  static PlaywrightReport read(String json) {
    var report = new PlaywrightReport(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var read = (Fields) Json.read(json);
    each(read, "suites").forEach(suite -> report.add("", suite));
    each(read, "errors").forEach(error -> report.troubles.add(text(error, "message")));
    return report;
  }

  /// A file is a suite, and what it describes together is one within.
  private void add(String above, Fields suite) {
    boolean isFile = text(suite, "title").equals(text(suite, "file"));
    var title = isFile ? "" : above + text(suite, "title") + ": ";
    each(suite, "suites").forEach(inner -> add(title, inner));
    each(suite, "specs")
        .forEach(
            spec ->
                each(spec, "tests")
                    .forEach(
                        test -> {
                          cases.add(
                              new Case(
                                  text(suite, "file"),
                                  title + text(spec, "title"),
                                  text(test, "status"),
                                  failure(test)));
                          each(test, "annotations")
                              .filter(it -> text(it, "type").equals(MEASURE))
                              .forEach(it -> measures.add(text(it, "description")));
                        }));
  }

  private static String failure(Fields test) {
    return each(test, "results")
        .flatMap(result -> each(result, "errors"))
        .map(error -> error.has("stack") ? text(error, "stack") : text(error, "message"))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<Fields> each(Fields of, String name) {
    return of.find(name).filter(Items.class::isInstance).stream()
        .flatMap(items -> ((Items) items).list().stream())
        .map(Fields.class::cast);
  }

  private static String text(Fields of, String name) {
    return of.find(name).map(Value::toString).orElse("");
  }
}
