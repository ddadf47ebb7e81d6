package io.noetl.job;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.Set;

/// A finished step as templates see it (spec/playbook.md 1.5): `{{ step.x }}` looks in the payload,
/// then in the payload's own `data`; `.data`, `.result` and `.results` lead to the data itself.
///
/// `payload` is what the tool returned. A step that failed and was handled has only `status` and
/// `error`.
public record ResultView(String step, Value payload, String status, String error, Items errors)
    implements View {
  private static final Set<String> ENVELOPE = Set.of("status", "data", "meta", "error", "message");

  public ResultView(String step, Value payload, String status, String error) {
    this(step, payload, status, error, Items.EMPTY);
  }

  /// A list at the top is itself under `.data` and counts its entries under `.count`; that of an
  /// iterator has under `.errors` what went wrong with single items.
  @Override
  public Value attribute(String name) {
    if (payload instanceof Fields fields && fields.has(name)) {
      return fields.get(name);
    }
    if (inner() instanceof Fields fields && fields.has(name)) {
      return fields.get(name);
    }
    return switch (name) {
      case "data", "result", "results" -> isFailed() ? undefined(name) : again(name);
      case "items" -> payload instanceof Items ? payload : undefined(name);
      case "count" -> payload instanceof Items items ? Num.of(items.size()) : undefined(name);
      case "errors" -> payload instanceof Items ? errors : undefined(name);
      case "status" -> Text.of(status);
      case "error" -> error.isEmpty() ? Null.NULL : Text.of(error);
      default -> undefined(name);
    };
  }

  /// The payload, without an envelope that the author put around it himself.
  @Override
  public Value plain() {
    if (isFailed()) {
      return Fields.builder().put("status", status).put("error", error).build();
    }
    return isEnvelope() ? inner() : payload;
  }

  /// What a worker needs to see the step in the same way.
  public Fields toFields() {
    var fields =
        Fields.builder().put("data", payload).put("status", status).put("error", error).build();
    return errors.size() == 0 ? fields : fields.with("errors", errors);
  }

  public static ResultView of(String step, Fields fields) {
    return new ResultView(
        step,
        fields.get("data"),
        text(fields.get("status")),
        text(fields.get("error")),
        fields.get("errors") instanceof Items errors ? errors : Items.EMPTY);
  }

  @Override
  public String kind() {
    return plain().kind();
  }

  private boolean isFailed() {
    return !error.isEmpty() && payload == Null.NULL;
  }

  private boolean isEnvelope() {
    return payload instanceof Fields fields
        && fields.has("data")
        && fields.has("status")
        && ENVELOPE.containsAll(fields.names());
  }

  private Value inner() {
    return payload instanceof Fields fields ? fields.get("data") : Null.NULL;
  }

  private Value again(String name) {
    var target = payload instanceof Fields fields && fields.has("data") ? inner() : payload;
    return target instanceof Fields || target instanceof Items
        ? new ResultView(step + "." + name, target, status, error, errors)
        : target;
  }

  private Value undefined(String name) {
    return new Undefined(step + "." + name);
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : "";
  }
}
