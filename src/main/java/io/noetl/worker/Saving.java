package io.noetl.worker;

import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Set;

/// A `save` block in its canonical form, compiled: what to store, and where.
final class Saving {
  private static final String EVENT_LOG = "event_log";
  private static final String STATEMENT = "statement";

  private final String storage;
  private final Toolbox toolbox;
  private final Fields verbatim;
  private final Document spec;
  private final Document statement;
  private final Document data;

  private Saving(Fields save, Toolbox toolbox) {
    this.toolbox = toolbox;
    storage = save.get("storage") instanceof Text(var word) ? word : EVENT_LOG;
    var names = toolbox.saver(storage).map(Saver::verbatim).orElse(Set.of());
    var kept = Fields.builder();
    var rest = Fields.builder();
    save.without("storage")
        .without("data")
        .without(STATEMENT)
        .forEach((name, tree) -> (names.contains(name) ? kept : rest).put(name, tree));
    verbatim = kept.build();
    spec = Document.of(rest.build());
    statement = Document.of(save.get(STATEMENT));
    data = Document.of(save.get("data"));
  }

  /// Throws [io.noetl.template.TemplateError].
  static Saving of(Fields save, Toolbox toolbox) {
    return new Saving(save, toolbox);
  }

  String storage() {
    return storage;
  }

  /// The data to store; `otherwise` where the block names none.
  Value data(Scope scope, Value otherwise) {
    return data.source() == Null.NULL ? otherwise : data.render(scope, Moment.now()).plain();
  }

  /// Stores `data` and answers with what the saver did.
  Fields store(Value data, Work work, Scope scope, Watch watch)
      throws ToolFailure, InterruptedException {
    var saver =
        toolbox
            .saver(storage)
            .orElseThrow(
                () ->
                    ToolFailure.invalid(
                        "storage_unavailable",
                        "this worker cannot save to '%s', only to %s"
                            .formatted(storage, String.join(", ", toolbox.storages()))));
    var rendered = rendered(data, scope);
    var order =
        new Saver.Order(
            work.key(), work.jobAttempt(), work.step(), rendered.overlaid(verbatim), data);
    return saver.save(order, watch);
  }

  /// In a statement `data` and `params` are those of the save.
  private Fields rendered(Value toStore, Scope scope) {
    var rendered = (Fields) spec.render(scope, Moment.now());
    if (statement.isNull()) {
      return rendered;
    }
    Scope own =
        name ->
            switch (name) {
              case "data" -> data.isNull() ? scope.find(name) : toStore;
              case "params" -> rendered.get(name);
              default -> scope.find(name);
            };
    return rendered.with(STATEMENT, statement.render(own, Moment.now()).plain());
  }
}
