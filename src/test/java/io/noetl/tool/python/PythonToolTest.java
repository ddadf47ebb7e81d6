package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonToolTest implements ToolContract {
  private static final String PYTHON = System.getenv().getOrDefault("NOETL_PYTHON", "python3");
  private static final PythonTool TOOL = new PythonTool(PYTHON, Environment.of(System.getenv()), 4);

  @AfterAll
  static void end() {
    TOOL.close();
    Await.until("no python is left", () -> ToolContract.children().isEmpty());
  }

  @Override
  public Tool tool() {
    return TOOL;
  }

  @Override
  public ToolCall quick() {
    return Calls.python("def main(x):\n    return x + 1\n", "{\"x\": 1}");
  }

  @Override
  public ToolCall endless() {
    return Calls.python(
        """
        import subprocess, sys, time
        def main():
            subprocess.Popen(["sleep", "%s"])
            subprocess.run("sleep %<s &", shell=True)
            print("begun")
            sys.stdout.flush()
            time.sleep(600)
        """
            .formatted(LONG),
        "{}");
  }

  @Override
  public boolean hasBegun(TestWatch watch) {
    return watch.logged().contains("begun");
  }

  @Override
  public ToolCall torrent() {
    return Calls.python("def main():\n    return 'x' * 70_000_000\n", "{}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "def main(): return 'none'                       | {}                        | \"none\"",
        "def main(): return 'none'                       | {\"a\": 1}                | \"none\"",
        "def main(a): return a                           | {\"a\": 1, \"b\": 2}      | 1",
        "def main(b, a): return [a, b]                   | {\"a\": 1, \"b\": 2}      | [1,2]",
        "def main(a, b=5): return [a, b]                 | {\"a\": 1}                | [1,5]",
        "def main(*, a): return a                        | {\"a\": 1}                | 1",
        "def main(input_data): return input_data['a']    | {\"a\": 1}                | 1",
        "def main(input_data): return input_data['with'] | {\"a\": 1}                | {\"a\":1}",
        "def main(input_data): return input_data['context']['n'] | {}                | 7",
        "def main(input_data): return input_data         | {\"input_data\": [1]}     | [1]",
        "def main(a, input_data): return input_data['a'] | {\"a\": 1}                | 1",
        "def main(**kwargs): return sorted(kwargs)       | {\"b\": 1, \"a\": 2}      |"
            + " [\"a\",\"b\",\"context\"]",
        "def main(a, **kw): return sorted(kw)            | {\"b\": 1, \"a\": 2}      |"
            + " [\"b\",\"context\"]",
        "def main(context): return context['n']          | {}                        | 7",
        "def main(a, context): return a + context['n']   | {\"a\": 1}                | 8",
        "def main(): return context['n']                 | {}                        | 7",
        "async def main(a): return a                     | {\"a\": 1}                | 1",
        "main = lambda a: a                              | {\"a\": 1}                | 1",
        "main = type('M', (), {'__call__': lambda self, a: a})() | {\"a\": 1}        | 1",
        "def main(a): return a                           | {\"a\": \"[1, 2]\"}       | [1,2]",
        "def main(a): return a                           | {\"a\": \"{'k': None}\"}  |"
            + " {\"k\":null}",
        "def main(a): return a                           | {\"a\": \"{{ x }}\"}      | \"{{ x }}\"",
        "def main(a): return a                           | {\"a\": \"[no\"}          | \"[no\"",
        "def main(a): return a                           | {\"a\": \"12\"}           | \"12\"",
        "def main(): return os.path.basename('/a/b') + json.dumps(1) | {}            | \"b1\"",
        "def main(): return datetime.date(2025, 1, 2)    | {}                        |"
            + " \"2025-01-02\"",
        "def main(): return uuid.UUID(int=1)             | {}                        |"
            + " \"00000000-0000-0000-0000-000000000001\"",
        "import decimal; main = lambda: [decimal.Decimal('1.5'), decimal.Decimal(3)] | {} |"
            + " [1.5,3]",
        "def main(): return (1, 2)                       | {}                        | [1,2]",
        "def main(): return {1: 'a', None: 'b'}          | {}                        |"
            + " {\"1\":\"a\",\"null\":\"b\"}",
        "def main(): return 2 ** 100                     | {}                        |"
            + " 1267650600228229401496703205376",
        "def main(): return [float('nan'), float('inf')] | {}                        |"
            + " [NaN,Infinity]",
        "def main(): return 'schön \\U0001F600'          | {}                        | \"schön"
            + " \uD83D\uDE00\"",
        "def main(a): return a                           | {\"a\": \"schön \uD83D\uDE00\"} |"
            + " \"schön \uD83D\uDE00\"",
        "def main(): return None                         | {}                        | null"
      })
  void mainIsCalledWithTheInputsThatItNames(String code, String inputs, String expected)
      throws Exception {
    var result = TOOL.run(Calls.python(code, inputs, "{\"n\": 7}"), new TestWatch());

    assertThat(Json.write(result)).isEqualTo(expected);
  }

  @Test
  void importsAndHelpersAreSeenInsideMain() throws Exception {
    var code =
        """
        from __future__ import annotations
        import math
        from dataclasses import dataclass, asdict

        ROUND = 2

        @dataclass
        class Point:
            x: float

        def helper(x):
            return round(math.sqrt(x), ROUND)

        def main(x):
            return asdict(Point(helper(x)))
        """;

    assertThat(Json.write(run(code, "{\"x\": 2}"))).isEqualTo("{\"x\":1.41}");
  }

  @Test
  void eachCallHasItsOwnNamespaceAndSurroundings() throws Exception {
    var code =
        """
        import os, sys
        count = 0
        def main():
            global count
            count += 1
            seen = [count, os.environ.get("LEFT"), os.getcwd() == "/", "/left" in sys.path]
            os.environ["LEFT"] = "behind"
            os.chdir("/")
            sys.path.append("/left")
            return seen
        """;

    for (int i = 0; i < 3; i++) {
      assertThat(Json.write(run(code, "{}"))).isEqualTo("[1,null,false,false]");
    }
  }

  @Test
  void anExceptionNamesItsLineInThePlaybook() {
    var failure =
        failure(
            """
            def helper():
                raise ValueError("too bad")

            def main():
                helper()
            """);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("python_exception");
    assertThat(failure.message()).isEqualTo("ValueError: too bad (playbook line 11)");
    assertThat(failure.trace())
        .contains("playbook line 14, in main")
        .contains("helper()")
        .contains("playbook line 11, in helper")
        .doesNotContain("<noetl>")
        .endsWith("ValueError: too bad\n");
  }

  @Test
  void anExceptionInALibraryNamesTheLineThatCalledIt() {
    var failure = failure("import json\ndef main():\n    return json.loads('{')\n");

    assertThat(failure.message()).contains("JSONDecodeError: ").endsWith("(playbook line 12)");
  }

  @Test
  void aSyntaxErrorNamesItsLineEveryTime() {
    for (int i = 0; i < 2; i++) {
      assertThat(failure("def main():\n    x = = 1\n").message())
          .startsWith("SyntaxError: ")
          .endsWith("(playbook line 11)");
    }
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThat(failure("def main(a, b): pass").message())
        .isEqualTo("TypeError: main() needs 'a', which is not among the inputs (there are none)");
  }

  @Test
  void codeWithoutMainIsRefused() {
    assertThat(failure("x = 1").message())
        .isEqualTo("Main function must be defined in Python task.");
  }

  @Test
  void aResultThatJsonCannotSayIsPointedAt() {
    assertThat(failure("def main(): return {'rows': [1, {'tags': {1}}]}").message())
        .startsWith("result.rows[1].tags is of type set: ");
    assertThat(failure("def main(): return {(1, 2): 3}").message())
        .startsWith("result has a key of type tuple: ");
    assertThat(failure("def main():\n    a = []\n    a.append(a)\n    return a").message())
        .startsWith("result[0] contains itself: ");
    assertThat(failure("def main(): return b'x'").message())
        .startsWith("result is of type bytes: ");
  }

  @Test
  void anEnvelopeThatReportsAnErrorFails() {
    var failure = failure("def main(): return {'status': 'error', 'error': 'no luck', 'data': 1}");

    assertThat(failure.message()).isEqualTo("no luck");
    assertThat(Json.write(failure.result())).contains("\"data\":1");
  }

  @Test
  void whatIsPrintedIsKept() throws Exception {
    var watch = new TestWatch();
    var code =
        """
        import os, subprocess, sys
        def main():
            print("one")
            print("two", file=sys.stderr)
            sys.stdout.flush()
            subprocess.run(["echo", "three"])
            os.write(1, b"four")
        """;

    TOOL.run(Calls.python(code, "{}"), watch);

    assertThat(watch.logged()).contains("one\ntwo\n", "three\nfour");
  }

  @Test
  void aProcessThatEndsIsReportedAndReplaced() throws Exception {
    assertThat(failure("import os\ndef main(): os._exit(3)").message())
        .isEqualTo("the python process ended without an answer: exit code 3");
    assertThat(failure("import ctypes\ndef main(): ctypes.string_at(0)").message())
        .contains("segmentation fault (signal 11)");
    assertThat(failure("import os\ndef main():\n  os.write(2, b'gone')\n  os._exit(4)").message())
        .endsWith("exit code 4: gone");

    assertThat(Json.write(run("def main(): return 1", "{}"))).isEqualTo("1");
  }

  @Test
  void codeCannotEndOrDisturbTheConversation() throws Exception {
    assertThat(failure("import sys\ndef main(): sys.exit(2)").message())
        .isEqualTo("SystemExit: 2 (playbook line 11)");
    assertThat(
            Json.write(
                run(
                    """
                    import os, sys
                    def main():
                        os.write(1, b"R\\x00\\x00\\x00\\x01")
                        sys.stdout.close()
                        if os.fork() == 0:
                            return "the child"
                        os.wait()
                        return sys.stdin.read()
                    """,
                    "{}")))
        .isEqualTo("\"\"");
    assertThat(Json.write(run("def main():\n  print('x')\n  return 2", "{}"))).isEqualTo("2");
  }

  @Test
  void aProcessWithThreadsLeftBehindIsReplaced() throws Exception {
    try (var tool = new PythonTool(PYTHON, Environment.of(System.getenv()), 1)) {
      var quiet = Calls.python("import os\ndef main(): return os.getpid()", "{}");
      var first = tool.run(quiet, new TestWatch());
      assertThat(tool.run(quiet, new TestWatch())).isEqualTo(first);

      var untidy =
          """
          import threading, time
          def main():
              threading.Thread(target=time.sleep, args=(600,)).start()
          """;
      tool.run(Calls.python(untidy, "{}"), new TestWatch());

      assertThat(tool.run(quiet, new TestWatch())).isNotEqualTo(first);
    }
  }

  @Test
  void callsThatWaitForEachOtherAllRunAtOnce(@TempDir Path directory) throws Exception {
    var code =
        """
        import time
        def main(directory, number):
            open(os.path.join(directory, str(number)), "w").close()
            while len(os.listdir(directory)) < 4:
                time.sleep(0.01)
            return len(os.listdir(directory))
        """;

    var results = new ArrayList<Future<Value>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        var inputs = Fields.of("directory", Text.of(directory.toString()), "number", Num.of(i));
        results.add(threads.submit(() -> run(code, Json.write(inputs))));
      }
    }

    for (var result : results) {
      assertThat(result.get()).isEqualTo(Num.of(4));
    }
  }

  @Test
  void manyCodesAreKeptApart() throws Exception {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 300; i++) {
        assertThat(Json.write(run("def main(): return " + i, "{}"))).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void onlyAllowedVariablesReachTheCode() throws Exception {
    var environment =
        Environment.of(
            Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", "/",
                "NOETL_VAR_A", "a",
                "NOETL_SECRET_B", "b",
                "OTHER", "c",
                "LISTED", "d",
                "NOETL_ENV_ALLOW", "LISTED"));
    try (var tool = new PythonTool(PYTHON, environment, 1)) {
      var code =
          "import os\ndef main():\n    return [os.environ.get(n) for n in"
              + " ('NOETL_VAR_A', 'NOETL_SECRET_B', 'OTHER', 'LISTED')]";

      assertThat(Json.write(tool.run(Calls.python(code, "{}"), new TestWatch())))
          .isEqualTo("[\"a\",null,null,\"d\"]");
    }
  }

  @Test
  void anInterpreterThatCannotStartIsQuoted(@TempDir Path directory) throws Exception {
    var wrapper =
        Files.writeString(directory.resolve("python"), "#!/bin/sh\necho too bad >&2; exit 3");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
    try (var tool = new PythonTool(wrapper.toString(), Environment.of(Map.of()), 1)) {
      var thrown =
          catchThrowableOfType(
              ToolFailure.class,
              () -> tool.run(Calls.python("def main(): pass", "{}"), new TestWatch()));

      assertThat(thrown.failure().message()).contains("exit code 3: too bad");
    }
  }

  @Test
  void aMissingInterpreterIsExplained() {
    try (var tool = new PythonTool("no-such-python", Environment.of(Map.of()), 1)) {
      var failure =
          catchThrowableOfType(
                  ToolFailure.class,
                  () -> tool.run(Calls.python("def main(): pass", "{}"), new TestWatch()))
              .failure();

      assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
      assertThat(failure.message())
          .startsWith("no-such-python was not found")
          .contains("install Python 3.8 or newer, or set NOETL_PYTHON");
    }
  }

  private static Value run(String code, String inputs) throws Exception {
    return TOOL.run(Calls.python(code, inputs), new TestWatch());
  }

  private static Failure failure(String code) {
    var thrown = catchThrowableOfType(ToolFailure.class, () -> run(code, "{}"));
    assertThat(thrown).as(code).isNotNull();
    return thrown.failure();
  }
}
