package io.noetl.worker;

import io.noetl.job.Call;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Renders the places of a call that were left for the worker, and nothing else: any other text in
/// it is data, whatever braces it has.
final class Late {
  private Late() {}

  /// Throws [TemplateError].
  static Fields config(Call call, Scope scope) {
    Value rendered = call.config();
    for (var place : call.late()) {
      if (place.getFirst().equals("config")) {
        rendered = at(rendered, place.subList(1, place.size()), scope, place);
      }
    }
    return (Fields) rendered;
  }

  /// One after the other: each sees the inputs as they are by then, through the scope that `names`
  /// makes of them. Throws [TemplateError].
  static Fields inputs(Call call, Function<Fields, Scope> names) {
    Value rendered = call.inputs();
    for (var place : call.late()) {
      if (place.getFirst().equals("inputs")) {
        var scope = names.apply((Fields) rendered);
        rendered = at(rendered, place.subList(1, place.size()), scope, place);
      }
    }
    return (Fields) rendered;
  }

  /// `tree` with the template that stands at `path` rendered.
  private static Value at(Value tree, List<String> path, Scope scope, List<String> place) {
    if (path.isEmpty()) {
      return tree instanceof Text(var text) ? render(text, scope, place) : tree;
    }
    var step = path.getFirst();
    var rest = path.subList(1, path.size());
    return switch (tree) {
      case Fields fields when fields.has(step) ->
          fields.with(step, at(fields.get(step), rest, scope, place));
      case Items items -> {
        var list = new ArrayList<>(items.list());
        int index = Integer.parseInt(step);
        list.set(index, at(list.get(index), rest, scope, place));
        yield new Items(list);
      }
      default ->
          throw new IllegalStateException("the call has no place " + String.join(".", place));
    };
  }

  private static Value render(String text, Scope scope, List<String> place) {
    try {
      return Template.parse(text).render(scope, Moment.now()).plain();
    } catch (TemplateError e) {
      throw e.within(String.join(".", place.subList(1, place.size())));
    }
  }
}
