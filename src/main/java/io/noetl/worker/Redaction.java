package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.SaveReport;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the secrets that a job has used out of all that it reports: they are blackened wherever
/// they stand, in results, messages, tracebacks and logs.
final class Redaction {
  private static final String BLACK = "***";

  /// Shorter ones stand in too many words by chance.
  private static final int LENGTH_MIN = 6;

  private final Set<String> hidden = ConcurrentHashMap.newKeySet();

  void hide(String secret) {
    if (secret.strip().length() >= LENGTH_MIN) {
      hidden.add(secret);
      hidden.add(secret.strip());
    }
  }

  String text(String text) {
    var black = text;
    for (var secret : hidden) {
      black = black.replace(secret, BLACK);
    }
    return black;
  }

  Value value(Value value) {
    return hidden.isEmpty() ? value : blackened(value);
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
      default -> value;
    };
  }

  private Fields blackened(Fields fields) {
    var map = Fields.builder();
    fields.forEach((name, each) -> map.put(text(name), blackened(each)));
    return map.build();
  }

  Outcome outcome(Outcome outcome) {
    if (hidden.isEmpty()) {
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
    return hidden.isEmpty()
        ? ended
        : new Iteration(
            ended.index(),
            value(ended.item()),
            value(ended.result()),
            text(ended.error()),
            saves(ended.saves()),
            ended.millis());
  }

  private List<Value> values(List<Value> values) {
    return values.stream().map(this::value).toList();
  }

  private Failure failure(Failure failure) {
    return new Failure(
        failure.kind(),
        failure.code(),
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
