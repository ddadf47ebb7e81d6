package io.noetl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.architecture.Sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a reader may count on in every file. What was over a limit when it was set stands in
/// `tidy/ratchet.txt`, and that list may only shrink.
final class TidyTest {

  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;
  private static final int COLUMNS_MAX = 100;
  private static final int PARAMETERS_MAX = 5;

  private static final Set<String> PURE = Set.of("value", "template", "playbook", "broker", "job");

  /// Words that name nothing. A type is called by what it is.
  private static final Set<String> EMPTY_WORDS =
      Set.of("Manager", "Helper", "Util", "Utils", "Impl", "Abstract", "Base", "Common", "Misc");

  private static final Set<String> EMPTY_ROOMS =
      Set.of("core", "common", "util", "utils", "model", "service", "impl", "misc", "helper");

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");
  private static final Pattern LOOSE_END =
      Pattern.compile("\\b(TODO(?!\\(#\\d+\\))|FIXME|XXX|HACK)\\b");

  private static final List<Source> MAIN = Sources.below(Sources.MAIN);
  private static final List<Source> ALL = Sources.below(Sources.MAIN, Sources.TEST, Sources.BENCH);

  @Test
  void filesMethodsAndParametersKeepTheirLimits() {
    var over = new TreeMap<String, Integer>();
    for (var source : ALL) {
      measure(over, "file", source.place(), source.lines().size(), FILE_LINES_MAX);
      for (var method : source.methods()) {
        var place = source.place() + "#" + method.name();
        measure(over, "method", place, method.lines(), METHOD_LINES_MAX);
        if (!method.constructorOfRecord()) {
          measure(over, "parameters", place, method.parameters(), PARAMETERS_MAX);
        }
      }
    }

    assertThat(over)
        .as(
            "file <= %d lines, method <= %d lines, parameters <= %d (then a record). Split what"
                + " is new; for what got smaller, lower or remove its line in tidy/ratchet.txt",
            FILE_LINES_MAX, METHOD_LINES_MAX, PARAMETERS_MAX)
        .isEqualTo(ratchet());
  }

  private static void measure(
      Map<String, Integer> over, String rule, String place, int measure, int limit) {
    if (measure > limit) {
      over.merge(rule + " " + place, measure, Math::max);
    }
  }

  @Test
  void linesFitTheScreen() {
    var wide = new ArrayList<String>();
    for (var source : ALL) {
      for (int i = 0; i < source.lines().size(); i++) {
        var line = source.lines().get(i);
        if (line.codePointCount(0, line.length()) > COLUMNS_MAX) {
          wide.add(source.place() + ":" + (i + 1));
        }
      }
    }

    assertThat(wide).as("lines of more than %d columns: wrap them", COLUMNS_MAX).isEmpty();
  }

  @Test
  void namesSaySomething() {
    var empty = new ArrayList<String>();
    for (var source : ALL) {
      for (var type : source.types()) {
        WORD.matcher(type.name())
            .results()
            .filter(word -> EMPTY_WORDS.contains(word.group()))
            .forEach(word -> empty.add(source.place() + ": " + type.name()));
      }
      if (EMPTY_ROOMS.contains(source.room())) {
        empty.add(source.place());
      }
    }

    assertThat(empty).as("names that say nothing: call it by what it is").isEmpty();
  }

  @Test
  void looseEndsNameAnIssue() {
    var loose = new ArrayList<String>();
    for (var source : ALL) {
      for (int i = 0; i < source.lines().size(); i++) {
        if (LOOSE_END.matcher(source.lines().get(i)).find() && !isThisTest(source)) {
          loose.add(source.place() + ":" + (i + 1));
        }
      }
    }

    assertThat(loose).as("write TODO(#123) with the issue's number, or do it now").isEmpty();
  }

  private static boolean isThisTest(Source source) {
    return source.place().endsWith("architecture/TidyTest.java");
  }

  @Test
  void everyPackageIsNullMarked() {
    var packages = new LinkedHashSet<Path>();
    MAIN.forEach(source -> packages.add(source.path().getParent()));

    assertThat(packages)
        .as("every package has a package-info.java with @NullMarked and says what lives there")
        .allSatisfy(
            directory ->
                assertThat(directory.resolve("package-info.java"))
                    .content()
                    .contains("@NullMarked"));
  }

  @Test
  void recordsOfPureRoomsHaveNoNullableComponent() {
    var nullable =
        MAIN.stream()
            .filter(source -> PURE.contains(source.room()))
            .flatMap(
                source ->
                    source.types().stream()
                        .flatMap(type -> type.components().stream())
                        .filter(component -> component.contains("@Nullable"))
                        .map(component -> source.place() + ": " + component));

    assertThat(nullable)
        .as(
            "NullAway does not see through record patterns: say absence with a variant, an empty"
                + " collection or a default")
        .isEmpty();
  }

  private static Map<String, Integer> ratchet() {
    var ratchet = new TreeMap<String, Integer>();
    for (var line : lines(Path.of("src", "test", "resources", "tidy", "ratchet.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        ratchet.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
      }
    }
    return ratchet;
  }

  private static List<String> lines(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
