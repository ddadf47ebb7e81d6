package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The mistakes of the original are our list of regressions: each has a test named after it, or a
/// line in `docs/defects.md` that says why it cannot occur. `mvn verify -Dit.test=DefectsIT
/// -Dtest=NONE -Dacceptance.write=true` writes that file anew.
class DefectsIT {
  private static final Path TABLE = Path.of("docs", "defects.md");
  private static final boolean WRITES = Boolean.getBoolean("acceptance.write");
  private static final int LAST = 45;

  @TempDir static Path home;
  private static Stage stage;

  private final Set<Integer> holding = new HashSet<>();

  @BeforeAll
  static void open() throws IOException {
    stage = new Stage(home);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  static List<Defect> defects() {
    return Stream.of(
            BlockingDefects.all(),
            RaceDefects.all(),
            LanguageDefects.all(),
            ToolDefects.all(),
            SystemDefects.all())
        .flatMap(List::stream)
        .sorted(java.util.Comparator.comparingInt(Defect::number))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> theDefects() {
    var defects = defects();
    var numbers = new ArrayList<Integer>();
    defects.forEach(each -> numbers.add(each.number()));
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest(
                "every number is there once",
                () ->
                    assertThat(numbers)
                        .isEqualTo(Stream.iterate(1, i -> i <= LAST, i -> i + 1).toList()))),
        Stream.concat(
            defects.stream()
                .filter(Defect::isChecked)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> hold(each))),
            Stream.of(DynamicTest.dynamicTest("docs/defects.md says so", () -> compare(defects)))));
  }

  private void hold(Defect defect) throws Exception {
    stage.prepare();
    defect.check().hold(stage);
    holding.add(defect.number());
  }

  private void compare(List<Defect> defects) throws IOException {
    var table = table(defects);
    if (WRITES) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE))
        .as("docs/defects.md; -Dacceptance.write=true writes it anew")
        .isEqualTo(table);
  }

  private String table(List<Defect> defects) {
    var text = new StringBuilder();
    text.append(
        """
        # The original's defects, and how they are kept out

        Written by `DefectsIT`, whose tests bear the numbers. *Cannot occur* means that there is
        nothing here that could have the defect; the line says why.
        """);
    var group = "";
    for (var defect : defects) {
      if (!defect.group().equals(group)) {
        group = defect.group();
        text.append("\n## ").append(group).append("\n\n");
        text.append("| | In the original | Here | |\n|---|---|---|---|\n");
      }
      text.append(defect.line(holding.contains(defect.number()))).append('\n');
    }
    return text.toString();
  }
}
