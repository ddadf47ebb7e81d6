package io.noetl.acceptance;

import static io.noetl.acceptance.Defect.impossible;
import static io.noetl.acceptance.Defect.kept;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// D36 to D44: what stands around the engine.
final class SystemDefects {
  private static final String GROUP = "Around it";

  private SystemDefects() {}

  static List<Defect> all() {
    return List.of(
        kept(
            36,
            GROUP,
            "The list took an execution's status from its latest event; ends were missing",
            "An execution is one row, kept by the transaction of its events",
            SystemDefects::oneRow),
        impossible(
            37,
            GROUP,
            "The UI called endpoints that do not exist and showed invented events",
            "Validation, search and cancel are routes of the one table that the OpenAPI document is"
                + " made of (`OpenApiTest`); statuses are in capitals everywhere"),
        impossible(
            38,
            GROUP,
            "Credentials in the clear, without authentication; arbitrary SQL; bodies in the log",
            "Credentials are sealed and never answered, routes ask for a token, no route takes SQL"
                + " (`GuardTest`, `EnvelopeTest`, `CanaryTest`)"),
        impossible(
            39,
            GROUP,
            "Logic of a demonstration in the core",
            "No step's name but `start` and `end` means anything (`Step`)"),
        impossible(
            40,
            GROUP,
            "Zeros on the dashboard; metrics off, or of statuses that do not exist",
            "Figures are counted from the tables and tested against them (`ServerTest`)"),
        impossible(
            41,
            GROUP,
            "Documents named commands, paths and endpoints that did not exist",
            "`DocsTest` and `OpenApiTest` hold the documents against the code"),
        impossible(
            42,
            GROUP,
            "The seed document was stale",
            "Ours is [ARCHITECTURE.md](../ARCHITECTURE.md), which `DocsTest` holds against the "
                + "code"),
        impossible(
            43,
            GROUP,
            "READMEs with impossible scores and tables that differed from the fixtures",
            "The numbers of [the catalogue](acceptance.md) are those that its tests find"),
        impossible(
            44,
            GROUP,
            "Tables for a scheduler that did not exist; a planner without a use",
            "There are no schedules yet, and nothing that looks like some; `noetl plan` "
                + "reckons with"
                + " the durations that the store has seen"));
  }

  private static void oneRow(Stage stage) throws Exception {
    var run = stage.run("diamond.yaml");

    var row = stage.runs().store().executions().find(run.state().execution()).orElseThrow();
    assertThat(row.phase().name()).isEqualTo("COMPLETED");
    assertThat(row.endedAt()).isAfter(row.startedAt());
  }
}
