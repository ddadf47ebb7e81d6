package io.noetl.tool.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.Calls;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSaverTest {
  private @TempDir Path root;
  private FileSaver saver;

  @BeforeEach
  void open() {
    saver = new FileSaver(new FileRoot(root, FileRoot.Reach.BELOW_ROOT), (_, _, _) -> {});
  }

  @Test
  void jsonIsOneIndentedDocument() throws Exception {
    var answer = save("{\"path\": \"a/b/out.json\"}", "{\"rows\": [1, 2]}");

    assertThat(read("a/b/out.json")).isEqualTo("{\n  \"rows\": [1,2]\n}\n");
    assertThat(Json.write(answer))
        .contains("\"saved\":\"file\"", "\"format\":\"json\"", "\"bytes\":20");
  }

  @Test
  void overwritingLeavesNothingElseBehind() throws Exception {
    save("{\"path\": \"x.json\"}", "1");
    save("{\"path\": \"x.json\"}", "2");

    assertThat(read("x.json")).isEqualTo("2\n");
    try (var files = Files.list(root)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void jsonlHasALineForEachEntry() throws Exception {
    save("{\"path\": \"x.jsonl\", \"mode\": \"append\"}", "[{\"a\": 1}, {\"a\": 2}]");
    save("{\"path\": \"x.jsonl\", \"mode\": \"append\"}", "{\"a\": 3}");

    assertThat(read("x.jsonl")).isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
  }

  @Test
  void csvHasAHeaderAndQuotesWhatNeedsIt() throws Exception {
    save(
        "{\"path\": \"x.csv\"}",
        """
        [{"a": 1, "b,c": "x\\"y"}, {"a": null, "d": "two\\nlines"}, {"a": [1, {"k": true}]}]
        """);

    assertThat(read("x.csv"))
        .isEqualTo(
            """
            a,"b,c",d
            1,"x""y",
            ,,"two
            lines"
            "[1,{""k"":true}]",,
            """);
  }

  @Test
  void csvIsAppendedUnderTheHeaderThatIsThere() throws Exception {
    save("{\"path\": \"x.csv\", \"mode\": \"append\"}", "[{\"a\": 1, \"say \\\"b\\\"\": 2}]");
    save("{\"path\": \"x.csv\", \"mode\": \"append\"}", "{\"say \\\"b\\\"\": 4, \"a\": 3}");

    assertThat(read("x.csv")).isEqualTo("a,\"say \"\"b\"\"\"\n1,2\n3,4\n");
    assertThat(failure("{\"path\": \"x.csv\", \"mode\": \"append\"}", "{\"c\": 1}"))
        .isEqualTo("the file has no column 'c', only a, say \"b\"");
  }

  @Test
  void listsOfListsHaveNoHeader() throws Exception {
    save("{\"path\": \"x.csv\"}", "[[1, 2], [3, null]]");

    assertThat(read("x.csv")).isEqualTo("1,2\n3,\n");
  }

  @Test
  void textIsWrittenAsItIs() throws Exception {
    save("{\"path\": \"x.txt\"}", "\"no newline {{ x }}\"");
    save("{\"path\": \"x.txt\", \"mode\": \"append\"}", "{\"a\": 1}");

    assertThat(read("x.txt")).isEqualTo("no newline {{ x }}{\"a\":1}\n");
  }

  @Test
  void manyMayAppendAtOnce() throws Exception {
    var saves = new ArrayList<Future<Fields>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var order = order("{\"path\": \"x.csv\", \"mode\": \"append\"}", Fields.of("i", Num.of(i)));
        saves.add(threads.submit(() -> saver.save(order, new TestWatch())));
      }
    }

    assertThat(saves).allMatch(save -> save.state() == Future.State.SUCCESS);
    assertThat(read("x.csv").lines()).hasSize(51).startsWith("i");
  }

  @Test
  void nothingIsWrittenOutsideOfTheRoot(@TempDir Path elsewhere) throws Exception {
    Files.createSymbolicLink(root.resolve("link"), elsewhere);

    assertThat(failure("{\"path\": \"../x.json\"}", "1")).contains("is not below " + root + ",");
    assertThat(failure("{\"path\": \"/tmp/noetl-x.json\"}", "1"))
        .contains("not below " + root + ",");
    assertThat(failure("{\"path\": \"link/x.json\"}", "1")).contains("is not below " + root + ",");
    try (var files = Files.list(elsewhere)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aWrongOrderIsExplained() {
    assertThat(failure("{}", "1")).isEqualTo("'storage: file' needs a 'path'");
    assertThat(failure("{\"path\": \"x\", \"format\": \"xml\"}", "1"))
        .isEqualTo("'format: xml' is none of json, jsonl, csv, text, parquet");
    assertThat(failure("{\"path\": \"x\", \"mode\": \"upsert\"}", "1"))
        .isEqualTo("'mode: upsert' is neither overwrite nor append");
    assertThat(failure("{\"path\": \"x.json\", \"mode\": \"append\"}", "1"))
        .isEqualTo("a json file holds one document: append to jsonl, csv or text");
    assertThat(failure("{\"path\": \"x.csv\"}", "[1]"))
        .isEqualTo("csv needs a list of maps or of lists, not of number");
  }

  @Test
  void placesThatCannotBeWrittenToAreTold() throws Exception {
    Files.createDirectories(root.resolve("directory"));
    Files.writeString(root.resolve("file"), "kept");

    assertThat(failure("{\"path\": \"directory\"}", "1"))
        .isEqualTo("%s is a directory: name a file in it".formatted(root.resolve("directory")));
    assertThat(failure("{\"path\": \"file/x.json\"}", "1"))
        .isEqualTo(
            "cannot write %s: %s is a file and no directory"
                .formatted(root.resolve("file/x.json"), root.resolve("file")));
    assertThat(failure("{\"path\": \"a\\u0000b\"}", "1")).startsWith("'a\0b' is not a path: ");
    assertThat(failure("{\"path\": \"%s.json\"}".formatted("x".repeat(300)), "1"))
        .startsWith("cannot write ")
        .doesNotContain("Exception");
    assertThat(read("file")).isEqualTo("kept");
  }

  @Test
  void anyTextIsWrittenAsUtf8() throws Exception {
    save("{\"path\": \"ünï 🎉.jsonl\"}", "[{\"ключ\": \"日本 🎉\"}, null]");

    assertThat(read("ünï 🎉.jsonl")).isEqualTo("{\"ключ\":\"日本 🎉\"}\nnull\n");
  }

  private static Order order(String spec, Value data) {
    return new Order("1/step/1", 1, "step", Calls.fields(spec), data);
  }

  private Fields save(String spec, String data) throws Exception {
    return saver.save(order(spec, Json.read(data)), new TestWatch());
  }

  private String failure(String spec, String data) {
    return catchThrowableOfType(ToolFailure.class, () -> save(spec, data)).failure().message();
  }

  private String read(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }
}
