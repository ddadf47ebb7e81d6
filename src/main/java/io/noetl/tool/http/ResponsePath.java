package io.noetl.tool.http;

import io.noetl.job.ResultView;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.Stream;

/// A place in an answer: `data.links.next`, `links[0].href`, `$.items`. It is found in the answer
/// (`status_code`, `headers`, `data`), else in its data.
record ResponsePath(List<String> steps) {

  static ResponsePath of(String text) {
    var plain = text.strip().replaceFirst("^(\\$|response)(\\.|(?=\\[)|$)", "");
    return new ResponsePath(
        Stream.of(plain.replaceAll("\\[[\"']?([^\\]\"']*)[\"']?\\]", ".$1").split("\\.", -1))
            .filter(step -> !step.isEmpty())
            .toList());
  }

  /// What stands there; null if nothing does.
  Value in(Fields response) {
    Value value = response;
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      value =
          switch (value) {
            case Fields fields ->
                i == 0
                    ? new ResultView("response", fields, "success", "").attribute(step)
                    : fields.get(step);
            case Items(var list)
                when step.matches("\\d{1,9}") && Integer.parseInt(step) < list.size() ->
                list.get(Integer.parseInt(step));
            default -> Null.NULL;
          };
    }
    return value instanceof Undefined ? Null.NULL : value.plain();
  }

  @Override
  public String toString() {
    return String.join(".", steps);
  }
}
