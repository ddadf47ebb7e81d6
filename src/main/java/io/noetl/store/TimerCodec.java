package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Timer;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// A timer's purpose to and from the columns `purpose` (a word) and `detail` (JSON).
public final class TimerCodec {
  private TimerCodec() {}

  public static String word(Timer.Purpose purpose) {
    return switch (purpose) {
      case Timer.RetryDue _ -> "retry";
      case Timer.WaitDue _ -> "wait";
      case Timer.AttemptTimeout _ -> "attempt_timeout";
      case Timer.ExecutionTimeout _ -> "execution_timeout";
      case Timer.StartChild _ -> "start_child";
      case Timer.CancelChild _ -> "cancel_child";
      case Timer.PauseChild _ -> "pause_child";
      case Timer.TellParent _ -> "tell_parent";
    };
  }

  public static String detail(Timer.Purpose purpose) {
    return Portable.json(Json.write(fields(purpose)));
  }

  private static Fields fields(Timer.Purpose purpose) {
    var fields = Fields.builder();
    switch (purpose) {
      case Timer.RetryDue it -> fields.put("job", it.job()).put("attempt", it.attempt());
      case Timer.WaitDue it -> fields.put("job", it.job());
      case Timer.AttemptTimeout it -> fields.put("job", it.job()).put("attempt", it.attempt());
      case Timer.ExecutionTimeout _ -> {}
      case Timer.StartChild it ->
          fields
              .put("child", Long.toString(it.child()))
              .put("path", it.path())
              .put("version", it.version())
              .put("content", it.content())
              .put("payload", it.payload())
              .put("origin", Origins.toFields(it.origin()));
      case Timer.CancelChild it ->
          fields.put("child", Long.toString(it.child())).put("detail", it.detail());
      case Timer.PauseChild it ->
          fields.put("child", Long.toString(it.child())).put("pausing", it.pausing());
      case Timer.TellParent it ->
          fields
              .put("origin", Origins.toFields(it.origin()))
              .putAll(content(it.result()))
              .put("error", it.error());
    }
    return fields.build();
  }

  public static Timer.Purpose purpose(String word, String detail) {
    var fields = (Fields) Json.read(detail);
    return switch (word) {
      case "retry" -> new Timer.RetryDue(text(fields, "job"), number(fields, "attempt"));
      case "wait" -> new Timer.WaitDue(text(fields, "job"));
      case "attempt_timeout" ->
          new Timer.AttemptTimeout(text(fields, "job"), number(fields, "attempt"));
      case "execution_timeout" -> new Timer.ExecutionTimeout();
      case "start_child" ->
          new Timer.StartChild(
              id(fields, "child"),
              text(fields, "path"),
              number(fields, "version"),
              text(fields, "content"),
              (Fields) fields.get("payload"),
              Origins.of((Fields) fields.get("origin")));
      case "cancel_child" -> new Timer.CancelChild(id(fields, "child"), text(fields, "detail"));
      case "pause_child" ->
          new Timer.PauseChild(id(fields, "child"), fields.get("pausing") == Bool.TRUE);
      case "tell_parent" ->
          new Timer.TellParent(
              Origins.of((Fields) fields.get("origin")), content(fields), text(fields, "error"));
      default ->
          throw new IllegalStateException(
              "unknown timer purpose '%s': was it written by a newer version?".formatted(word));
    };
  }

  private static Fields content(Content content) {
    return switch (content) {
      case Content.Inline(var value) when value == Null.NULL -> Fields.EMPTY;
      case Content.Inline(var value) -> Fields.of("result", value);
      case Content.Stored(var execution, var name, var bytes) ->
          Fields.of(
              "stored",
              Fields.builder()
                  .put("execution", Long.toString(execution))
                  .put("name", name)
                  .put("bytes", bytes)
                  .build());
    };
  }

  private static Content content(Fields fields) {
    if (fields.get("stored") instanceof Fields stored) {
      return new Content.Stored(
          id(stored, "execution"), text(stored, "name"), longNumber(stored.get("bytes")));
    }
    return Content.of(fields.get("result"));
  }

  private static long id(Fields fields, String name) {
    return Long.parseLong(text(fields, name));
  }

  private static int number(Fields fields, String name) {
    return (int) longNumber(fields.get(name));
  }

  private static long longNumber(Value value) {
    return value instanceof Num.Int(var number) ? number : 0;
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }
}
