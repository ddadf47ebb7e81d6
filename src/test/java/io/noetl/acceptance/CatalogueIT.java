package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The acceptance catalogue: every row is a test, and `docs/acceptance.md` is what they came to.
/// `mvn verify -Dit.test=CatalogueIT -Dtest=NONE -Dacceptance.write=true` writes that file anew.
class CatalogueIT {
  private static final Path TABLE = Path.of("docs", "acceptance.md");
  private static final boolean WRITES = Boolean.getBoolean("acceptance.write");

  @TempDir static Path home;
  private static Stage stage;

  private final Map<Row, Boolean> verdicts = new LinkedHashMap<>();

  @BeforeAll
  static void open() throws IOException {
    stage = new Stage(home);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  static List<Row> rows() {
    return Stream.of(
            SeedRows.rows(),
            FixtureRows.rows(),
            SaveRows.rows(),
            RetryRows.rows(),
            ExampleRows.rows(),
            CloudRows.rows(),
            ExtraRows.rows())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> theCatalogue() {
    var rows = rows();
    rows.forEach(row -> verdicts.put(row, false));
    return Stream.concat(
        rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> hold(row))),
        Stream.of(DynamicTest.dynamicTest("docs/acceptance.md says so", this::compare)));
  }

  private void hold(Row row) throws Exception {
    stage.prepare();
    row.check().hold(stage);
    verdicts.put(row, true);
  }

  private void compare() throws IOException {
    var table = table();
    if (WRITES) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE))
        .as("docs/acceptance.md; -Dacceptance.write=true writes it anew")
        .isEqualTo(table);
  }

  private String table() {
    var text = new StringBuilder();
    text.append(
        """
        # The acceptance catalogue

        Written by `CatalogueIT`, which runs each row in the build. *Here* means: in the build, with
        nothing but an embedded store, PostgreSQL and local servers; *against a stand-in*: a service
        of the cloud, whose place a local server (or JDBC driver) that speaks the same protocol
        takes.
        """);
    var section = "";
    for (var entry : verdicts.entrySet()) {
      var row = entry.getKey();
      if (!row.section().equals(section)) {
        section = row.section();
        text.append("\n## ").append(section).append("\n\n");
        text.append("| Playbook | Expected | Where | Verdict |\n|---|---|---|---|\n");
      }
      text.append(row.line(entry.getValue())).append('\n');
    }
    return text.toString();
  }
}
