package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Text to problems: each playbook in `invalid/` with the exact problems beside it, warnings too.
class PlaybookProblemsTest {

  @TestFactory
  Stream<DynamicTest> everyBrokenPlaybookGetsTheProblemsBesideIt() throws IOException {
    return Vectors.in("invalid").stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var problems =
                          Vectors.parse("invalid", name).problems().stream()
                              .map(problem -> problem + "\n")
                              .collect(Collectors.joining());

                      assertThat(problems).isEqualTo(Vectors.read("invalid", name + ".problems"));
                    }));
  }
}
