package io.noetl.server.api;

import io.noetl.broker.Phase;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Request;
import io.noetl.store.ExecutionQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Which executions a request asks for.
final class ExecutionFilter {
  private ExecutionFilter() {}

  static Parameter[] parameters() {
    return new Parameter[] {
      Parameter.query("status", Kind.TEXT, "Only in these statuses (with commas)."),
      Parameter.query("path", Kind.TEXT, "Only of this playbook."),
      Labels.parameter(),
      Parameter.query("q", Kind.TEXT, "Only where the path contains it or the id begins with it."),
      Parameter.query("parent", Kind.ID, "Only children of this execution.")
    };
  }

  static ExecutionQuery query(Request request, Span span, long before, int max) {
    return new ExecutionQuery(
        phases(request.text("status")),
        request.text("path"),
        request.text("q"),
        request.id("parent"),
        Labels.of(request),
        span.from(),
        span.until(),
        before,
        max);
  }

  /// When they started: `from` or later, before `until`.
  record Span(Instant from, Instant until) {
    static Parameter[] parameters() {
      return new Parameter[] {
        Parameter.query("from", Kind.TEXT, "Only those started at this instant or later."),
        Parameter.query("until", Kind.TEXT, "Only those started before this instant.")
      };
    }

    /// Without bounds where none are given.
    static Span of(Request request) {
      return new Span(
          Times.parameter("from", request.text("from"), Instant.EPOCH),
          Times.parameter("until", request.text("until"), Instant.MAX));
    }
  }

  private static Set<Phase> phases(String words) {
    var phases = EnumSet.noneOf(Phase.class);
    for (var word : words.split(",", -1)) {
      if (!word.isBlank()) {
        phases.add(phase(word.strip().toUpperCase(Locale.ROOT), words));
      }
    }
    return phases;
  }

  private static Phase phase(String word, String all) {
    for (var phase : Phase.values()) {
      if (phase.name().equals(word) && phase != Phase.NEW) {
        return phase;
      }
    }
    throw Fault.parameter(
        "status", "RUNNING, PAUSED, CANCELLING, COMPLETED, FAILED or CANCELLED", all);
  }
}
