package io.noetl.store;

import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Map;

/// How the labels of a playbook stand in a database: a JSON object whose values are texts. What is
/// wanted is written in the same way, so that labels are equal where these texts are.
public final class LabelColumn {
  private LabelColumn() {}

  public static String written(Map<String, String> labels) {
    var fields = Fields.builder();
    labels.forEach((name, value) -> fields.put(Portable.cleaned(name), text(value)));
    return Json.write(fields.build());
  }

  /// The labels of a playbook that was registered before there was such a column; none if today's
  /// parser refuses it.
  public static String read(String path, String content) {
    return PlaybookParser.parse(path, content) instanceof Valid(var playbook, _)
        ? written(playbook.labels())
        : written(Map.of());
  }

  /// All that is wanted; null stands for any value.
  public static String wanted(LabelFilter filter) {
    var fields = Fields.builder();
    filter
        .wanted()
        .forEach(
            (name, value) ->
                fields.put(
                    Portable.cleaned(name), value.<Value>map(LabelColumn::text).orElse(Null.NULL)));
    return Json.write(fields.build());
  }

  /// What is wanted with a certain value.
  public static String certain(LabelFilter filter) {
    var fields = Fields.builder();
    filter
        .wanted()
        .forEach(
            (name, value) -> value.ifPresent(it -> fields.put(Portable.cleaned(name), text(it))));
    return Json.write(fields.build());
  }

  /// The names of what is wanted with any value.
  public static String[] names(LabelFilter filter) {
    return filter.wanted().entrySet().stream()
        .filter(each -> each.getValue().isEmpty())
        .map(each -> Portable.cleaned(each.getKey()))
        .toArray(String[]::new);
  }

  private static Text text(String value) {
    return Text.of(Portable.cleaned(value));
  }
}
