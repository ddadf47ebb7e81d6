package io.noetl.simulation;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// What the steps of a simulated playbook do: the code of a python step says it in a word or two,
/// and the same step, visit, attempt and inputs always give the same outcome.
///
/// - `ok`: gives a number made of its inputs; `big`: the same and a text too long for an event.
/// - `fail 2`: fails twice, then does as `ok`; `fail always`; `stop`: fails and will hear of no
///   other attempt; `invalid`: can never succeed.
/// - `unwanted 2`: succeeds, but the result is not wanted the first two times.
/// - in an iterator: `odd` fails for odd items, `once` only in the first attempt.
final class Script {
  private static final String FOREVER = "always";

  private Script() {}

  /// The outcome of one attempt of a python step.
  static Outcome python(String code, int visit, int attempt, Fields inputs, boolean saves) {
    var words = code.strip().split(" ");
    boolean fails =
        words.length > 1 && (words[1].equals(FOREVER) || attempt <= Integer.parseInt(words[1]));
    var result = result(words[0], visit, inputs);
    return switch (words[0]) {
      case "fail" -> fails ? failed("broken " + attempt, Verdict.NONE) : done(result, saves);
      case "unwanted" ->
          fails ? new Outcome.Succeeded(result, Verdict.RETRY, List.of(), "") : done(result, saves);
      case "stop" -> failed("stopped", Verdict.STOP);
      case "invalid" ->
          new Outcome.Failed(
              Failure.invalid("template", "never right"), Verdict.NONE, List.of(), "");
      default -> done(result, saves);
    };
  }

  /// The result of one iteration, or null if it fails.
  static Value iteration(String code, int index, int attempt, Fields inputs) {
    boolean fails =
        switch (code.strip()) {
          case "odd" -> index % 2 == 1;
          case "once" -> index % 2 == 1 && attempt == 1;
          default -> false;
        };
    return fails ? Null.NULL : result("ok", 1, inputs);
  }

  static String iterationError(int index) {
    return "item " + index + " is broken";
  }

  private static Fields result(String word, int visit, Fields inputs) {
    long k = visit;
    for (var value : inputs.asMap().values()) {
      k += value instanceof Num.Int(var number) ? number : 1;
    }
    var result = Fields.builder().put("k", Math.floorMod(k * 7 + 3, 1000)).put("visit", visit);
    if (word.equals("big")) {
      result.put("pad", "x".repeat(300));
    }
    return result.build();
  }

  private static Outcome done(Fields result, boolean saves) {
    var reports =
        saves
            ? List.of(new SaveReport("event_log", Fields.of("kept", Num.of(1)), ""))
            : List.<SaveReport>of();
    return new Outcome.Succeeded(result, Verdict.NONE, reports, "");
  }

  private static Outcome failed(String message, Verdict verdict) {
    var failure = Failure.error("script", message).withResult(Text.of("what was got"));
    return new Outcome.Failed(failure, verdict, List.of(), "");
  }
}
