package io.noetl.server.api;

import io.noetl.broker.Phase;
import io.noetl.playbook.LabelFilter;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Request;
import io.noetl.store.ExecutionQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which executions a request asks for.
record ExecutionFilter(Shelf shelf) {
  static Parameter[] parameters() {
    return new Parameter[] {
      Parameter.query("status", Kind.TEXT, "Only in these statuses (with commas)."),
      Parameter.query("path", Kind.TEXT, "Only of this playbook."),
      Parameter.query(
          "label", Kind.TEXT, "Only of playbooks with these labels (k=v, with commas)."),
      Parameter.query("q", Kind.TEXT, "Only where the path contains it or the id begins with it."),
      Parameter.query("parent", Kind.ID, "Only children of this execution.")
    };
  }

  /// Empty if no execution can match, since no playbook has the labels.
  Optional<ExecutionQuery> query(Request request, Span span, long before, int max) {
    var query =
        new ExecutionQuery(
            phases(request.text("status")),
            request.text("path"),
            request.text("q"),
            request.id("parent"),
            span.from(),
            span.until(),
            before,
            max);
    var label = request.text("label");
    if (label.isEmpty()) {
      return Optional.of(query);
    }
    var filter =
        LabelFilter.parse(label)
            .orElseThrow(() -> Fault.parameter("label", LabelFilter.FORM, label));
    var playbooks = shelf.labelled(filter);
    return playbooks.isEmpty() ? Optional.empty() : Optional.of(query.of(playbooks));
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
