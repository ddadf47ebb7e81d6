package io.noetl.tool.python;

import io.noetl.job.Failure;
import io.noetl.tool.ProcessGroup;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Value;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One python process and the way to talk to it (see the beginning of `worker.py`). Used by one
/// call at a time; only [#kill()] may come from another thread.
final class PythonChild {
  /// More than any answer may take: a result's bound, and room for its escapes.
  private static final int FRAME_MAX = 64 << 20;

  private static final int CODES_MAX = 256;
  private static final int OBITUARY_SECONDS_MAX = 5;

  /// Reads the program from standard input, so that the list of processes stays readable.
  private static final String BOOTSTRAP =
      """
      import os, sys
      data = b""
      while len(data) < int(sys.argv[1]):
          data += os.read(0, int(sys.argv[1]) - len(data))
      exec(compile(data, "<noetl>", "exec"))
      """;

  /// The child is not there any more.
  static final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    private Gone() {
      super("gone", null, false, false);
    }
  }

  /// The payload of its last frame: a result, or (not `good`) what went wrong; and how long that
  /// took the child.
  record Answer(boolean good, Value value, long nanos) {}

  private final Process process;
  private final PythonKind kind;
  private final OutputStream out;
  private final DataInputStream in;
  private final Stray stray;
  private final Map<Source, Integer> codes = new HashMap<>();
  private volatile boolean usable = true;
  private int calls;
  private long restingSince;

  private PythonChild(Process process, Stray stray, PythonKind kind) {
    this.process = process;
    this.kind = kind;
    this.stray = stray;
    out = process.getOutputStream();
    in = new DataInputStream(process.getInputStream());
  }

  static PythonChild start(
      String command, String script, Map<String, String> environment, PythonKind kind)
      throws IOException {
    var program = script.getBytes(StandardCharsets.UTF_8);
    var limits = kind.limits();
    var builder =
        new ProcessBuilder(
            command,
            "-I",
            "-u",
            "-c",
            BOOTSTRAP,
            Integer.toString(program.length),
            Long.toString(limits.memory()),
            Long.toString(limits.cpu()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    var stray = Stray.open();
    PythonChild child;
    try {
      child = new PythonChild(builder.redirectError(stray.append()).start(), stray, kind);
      stray.unlink();
    } catch (IOException e) {
      stray.close();
      throw e;
    }
    child.learn(program);
    return child;
  }

  private void learn(byte[] program) {
    try {
      out.write(program);
      out.flush();
    } catch (IOException e) {
      usable = false; // It ended at once: whoever talks to it will hear why.
    }
  }

  PythonKind kind() {
    return kind;
  }

  /// Runs one call; `env` are the variables that its code sees, where they are not those that the
  /// process has. Throws [Gone] if it ended before it had read the whole request.
  Answer call(ToolCall call, Fields env, Watch watch)
      throws ToolFailure, Gone, InterruptedException {
    calls++;
    stray.forget();
    try {
      send(request(call, env));
    } catch (IOException e) {
      usable = false;
      stray.drain(watch);
      throw new Gone();
    }
    try {
      return receive(watch);
    } catch (IOException e) {
      usable = false;
      stray.drain(watch);
      throw new ToolFailure(ended());
    } finally {
      stray.drain(watch);
    }
  }

  private Fields request(ToolCall call, Fields env) {
    var request = Fields.builder();
    if (codes.size() >= CODES_MAX) {
      codes.clear();
      request.put("forget", true);
    }
    var source = Source.of(call);
    var known = codes.get(source);
    if (known == null) {
      codes.put(source, codes.size());
      request.put("code", source.text()).put("step", source.step()).put("line", source.line());
    }
    request.put("id", known == null ? codes.size() - 1 : known).put("inputs", call.inputs());
    if (!call.context().isEmpty()) {
      request.put("context", call.context());
    }
    if (!env.isEmpty()) {
      request.put("env", env);
    }
    return request.build();
  }

  private void send(Fields request) throws IOException {
    var json = Json.writeBytes(request);
    out.write(ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).array());
    out.flush();
  }

  private Answer receive(Watch watch) throws IOException, ToolFailure {
    while (true) {
      byte kind = in.readByte();
      int size = in.readInt();
      switch (kind) {
        case 'H' -> payload(size); // Only the pool's first child is asked for its interpreter.
        case 'L' -> watch.log(new String(payload(size), StandardCharsets.UTF_8));
        case 'R', 'E' -> {
          return answer(kind == 'R', size);
        }
        case 'r', 'e' -> {
          usable = false;
          return answer(kind == 'r', size);
        }
        default -> throw new IOException("unknown frame " + kind);
      }
    }
  }

  private Answer answer(boolean good, int size) throws IOException, ToolFailure {
    long micros = Integer.toUnsignedLong(in.readInt());
    var value = read(payload(size - Integer.BYTES));
    return new Answer(good, value, TimeUnit.MICROSECONDS.toNanos(micros));
  }

  private byte[] payload(int size) throws IOException, ToolFailure {
    if (size < 0 || size > FRAME_MAX) {
      kill();
      throw ToolFailure.error(
          "result_too_large", "the result of the python step is larger than any may be");
    }
    var payload = in.readNBytes(size);
    if (payload.length < size) {
      throw new EOFException();
    }
    return payload;
  }

  private static Value read(byte[] payload) throws ToolFailure {
    try {
      return Json.read(payload);
    } catch (JsonError e) {
      throw ToolFailure.error("not_json", "the result of the python step is " + e.getMessage());
    }
  }

  /// Why the process came to its end: a limit that it met, or whatever can be told.
  private Failure ended() {
    var how = obituary();
    var met =
        process.isAlive()
            ? Optional.<Failure>empty()
            : kind.limits().met(process.exitValue(), stray.lastLine());
    return met.map(it -> Failure.error(it.code(), it.message() + "; " + how))
        .orElseGet(() -> Failure.error("python_ended", how));
  }

  /// How the process came to its end, with the last that it said.
  String obituary() {
    var how = "the python process ended without an answer";
    try {
      if (process.waitFor(OBITUARY_SECONDS_MAX, TimeUnit.SECONDS)) {
        how += ": " + exit(process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var last = stray.lastLine();
    return last.isEmpty() ? how : how + ": " + last;
  }

  private static String exit(int code) {
    return switch (code) {
      case 128 + 6 -> "aborted (signal 6)";
      case 128 + 9 -> "killed (signal 9), perhaps because memory ran out";
      case 128 + 11 -> "segmentation fault (signal 11)";
      case 128 + 24 -> "its processor time was used up (signal 24)";
      default -> code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
    };
  }

  boolean isUsable() {
    return usable && process.isAlive();
  }

  /// Waits until it has started, before its first call; answers with the interpreter's own path.
  String greeting() throws IOException {
    in.readByte();
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  int calls() {
    return calls;
  }

  void rest() {
    restingSince = System.nanoTime();
  }

  long idleNanos() {
    return System.nanoTime() - restingSince;
  }

  /// Ends it at once, with all that it started.
  void kill() {
    usable = false;
    ProcessGroup.kill(process);
  }

  /// Ends it and gives back what it holds. A living one ends itself and its group when its standard
  /// input closes.
  void end() {
    usable = false;
    if (!process.isAlive()) {
      ProcessGroup.kill(process);
    }
    stray.close();
    try {
      out.close();
    } catch (IOException e) {
      // The pipe is broken already: it has nothing more to lose.
    }
  }
}
