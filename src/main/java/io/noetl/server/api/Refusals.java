package io.noetl.server.api;

import io.noetl.engine.Engine;
import io.noetl.engine.Refusal;
import io.noetl.playbook.Place;
import io.noetl.playbook.Problem;
import io.noetl.playbook.Underlines;
import io.noetl.server.http.Fault;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the engine refuses, as problems of HTTP.
final class Refusals {
  private Refusals() {}

  static <T> T done(Engine.Answer<T> answer) {
    return switch (answer) {
      case Engine.Done<T>(var value) -> value;
      case Engine.Refused<T>(var refusal) -> throw fault(refusal);
    };
  }

  static Fault fault(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UnknownPlaybook it -> Fault.notFound("path", it.message());
      case Refusal.InvalidPlaybook it -> invalid(it.message(), it.problems());
      case Refusal.InvalidPayload it -> Fault.of(422, "invalid-payload", it.message());
      case Refusal.InvalidInputs it ->
          Fault.of(422, "invalid-inputs", it.message(), Fields.of("flaws", texts(it.flaws())));
      case Refusal.UnknownExecution it -> unknown(it.execution());
      case Refusal.UnknownStep it -> Fault.notFound("from_step", it.message());
      case Refusal.GoesOn it -> Fault.of(409, "goes-on", it.message());
      case Refusal.Ended it -> Fault.of(409, "ended", it.message());
      case Refusal.RunElsewhere it -> Fault.of(409, "run-elsewhere", it.message());
    };
  }

  static Fault unknown(long execution) {
    return Fault.notFound("execution_id", "there is no execution " + execution);
  }

  /// A playbook that is not valid, with all its problems. Where the text is not at hand they have
  /// no ends.
  private static Fault invalid(String message, List<Problem> problems) {
    return invalid(message, "", problems);
  }

  static Fault invalid(String message, String text, List<Problem> problems) {
    var all = Fields.of("problems", problems(text, problems));
    return Fault.of(422, "invalid-playbook", message, all);
  }

  private static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }

  /// Problems that were found in `text`; an end is the place behind what is wrong.
  static Items problems(String text, List<Problem> problems) {
    var underlines = new Underlines(text);
    return new Items(
        problems.stream().<Value>map(each -> json(each, underlines.end(each.place()))).toList());
  }

  private static Fields json(Problem problem, Optional<Place> end) {
    return Fields.builder()
        .put("file", problem.place().file())
        .put("line", problem.place().line())
        .put("column", problem.place().column())
        .put("end_line", end.<Value>map(it -> Num.of(it.line())).orElse(Null.NULL))
        .put("end_column", end.<Value>map(it -> Num.of(it.column())).orElse(Null.NULL))
        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
        .put("code", problem.code())
        .put("message", problem.message())
        .put("hint", problem.hint())
        .build();
  }
}
