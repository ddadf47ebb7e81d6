package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the secrets that a job has used out of all that it reports: they are blackened wherever
/// they stand, in results, messages, tracebacks and logs.
final class Redaction {
  private volatile @Nullable Blackener blackener;

  /// From now on `secret` is blackened; one that is too short cannot be.
  void hide(String secret) {
    if (secret.strip().length() >= Blackener.LENGTH_MIN) {
      made().hide(secret);
    }
  }

  /// Most jobs use no secret.
  private synchronized Blackener made() {
    var made = blackener == null ? new Blackener() : blackener;
    blackener = made;
    return made;
  }

  private boolean isIdle() {
    return blackener == null;
  }

  String text(String text) {
    var made = blackener;
    return made == null ? text : made.text(text);
  }

  Value value(Value value) {
    return isIdle() ? value : blackened(value);
  }

  private Value blackened(Value value) {
    return switch (value) {
      case Text(var text) -> Text.of(text(text));
      case Items items -> {
        var list = new ArrayList<Value>(items.size());
        items.forEach(item -> list.add(blackened(item)));
        yield new Items(list);
      }
      case Fields fields -> blackened(fields);
      case Num number -> blackened(number);
      default -> value;
    };
  }

  /// A secret of digits may be read as a number on its way.
  private Value blackened(Num number) {
    var written = Json.write(number);
    var black = text(written);
    return black.equals(written) ? number : Text.of(black);
  }

  private Fields blackened(Fields fields) {
    var map = Fields.builder();
    fields.forEach((name, each) -> map.put(text(name), blackened(each)));
    return map.build();
  }

  Outcome outcome(Outcome outcome) {
    if (isIdle()) {
      return outcome;
    }
    var log = text(outcome.log());
    return switch (outcome) {
      case Outcome.Succeeded(var result, var verdict, var saves, _) ->
          new Outcome.Succeeded(value(result), verdict, saves(saves), log);
      case Outcome.Failed(var failure, var verdict, var saves, _) ->
          new Outcome.Failed(failure(failure), verdict, saves(saves), log);
      case Outcome.Planned(var items, var inputs, _) ->
          new Outcome.Planned(values(items), values(inputs), log);
    };
  }

  Iteration iteration(Iteration ended) {
    return isIdle()
        ? ended
        : new Iteration(
            ended.index(),
            value(ended.item()),
            value(ended.result()),
            text(ended.error()),
            saves(ended.saves()),
            ended.millis());
  }

  Progress.Started started(Progress.Started begun) {
    return isIdle() ? begun : new Progress.Started(begun.index(), value(begun.item()));
  }

  /// What an operator may see of an error: its trace.
  String trace(Throwable error) {
    var trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return text(trace.toString());
  }

  private List<Value> values(List<Value> values) {
    return values.stream().map(this::value).toList();
  }

  private Failure failure(Failure failure) {
    return new Failure(
        failure.kind(),
        text(failure.code()),
        text(failure.message()),
        text(failure.trace()),
        value(failure.result()));
  }

  private List<SaveReport> saves(List<SaveReport> saves) {
    return saves.stream()
        .map(save -> new SaveReport(save.storage(), blackened(save.answer()), text(save.error())))
        .toList();
  }
}
