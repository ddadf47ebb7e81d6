package io.noetl.worker;

import io.noetl.job.ResultView;
import io.noetl.template.Scope;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;

/// The names that speak of a call that has just ended.
final class ResultNames {
  private ResultNames() {}

  /// For `fail_when`, `retry_when` and `stop_when`. `attempt` is the one that ended, from 1.
  static Scope forConditions(Ending ending, int attempt, Scope below) {
    var envelope = new Envelope("", ending);
    return name ->
        switch (name) {
          case "result", "response", "data" -> envelope.payload();
          case "this" -> envelope;
          case "error" -> envelope.error();
          case "success" -> Bool.of(ending instanceof Ending.Done);
          case "status_code" -> envelope.payload().attribute(name);
          case "attempt" -> Num.of(attempt);
          default -> below.find(name);
        };
  }

  /// For `save`: the result of the call `key`; `data` are its inputs, and beyond them the result.
  static Scope forSave(Value result, Fields inputs, String key, Scope below) {
    var envelope = new Envelope(key, new Ending.Done(result));
    return name ->
        switch (name) {
          case "result" -> envelope.payload().plain();
          case "this" -> envelope;
          case "data", "input" -> new InputsOrResult(inputs, envelope.payload());
          default -> below.find(name);
        };
  }

  /// The envelope `{id, status, data, error}` around a payload, whose own fields it shows too.
  private record Envelope(String id, Ending ending) implements View {
    ResultView payload() {
      var error = ending instanceof Ending.Broken(var failure) ? failure.message() : "";
      return new ResultView("result", ending.result(), status(), error);
    }

    Value error() {
      return ending instanceof Ending.Broken(var failure) ? Text.of(failure.message()) : Null.NULL;
    }

    private String status() {
      return ending instanceof Ending.Done ? "success" : "error";
    }

    @Override
    public Value attribute(String name) {
      return switch (name) {
        case "id" -> Text.of(id);
        case "status" -> Text.of(status());
        case "error" -> error();
        case "data" -> payload();
        default -> payload().attribute(name);
      };
    }

    @Override
    public Value plain() {
      return Fields.builder()
          .put("id", id)
          .put("status", status())
          .put("data", ending.result())
          .put("error", error())
          .build();
    }

    @Override
    public String kind() {
      return "result";
    }
  }

  private record InputsOrResult(Fields inputs, ResultView result) implements View {
    @Override
    public Value attribute(String name) {
      var input = inputs.find(name);
      return input.isPresent() ? input.get() : result.attribute(name);
    }

    @Override
    public Value plain() {
      return inputs.isEmpty() ? result.plain() : inputs;
    }

    @Override
    public String kind() {
      return plain().kind();
    }
  }
}
