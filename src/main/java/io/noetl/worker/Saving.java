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

  private final String storage;
  private final Toolbox toolbox;
  private final Fields verbatim;
  private final Document spec;
  private final Document data;

  private Saving(String storage, Toolbox toolbox, Fields verbatim, Document spec, Document data) {
    this.storage = storage;
    this.toolbox = toolbox;
    this.verbatim = verbatim;
    this.spec = spec;
    this.data = data;
  }

  /// Throws [io.noetl.template.TemplateError].
  static Saving of(Fields save, Toolbox toolbox) {
    var storage = save.get("storage") instanceof Text(var word) ? word : EVENT_LOG;
    var names = toolbox.saver(storage).map(Saver::verbatim).orElse(Set.of());
    var verbatim = Fields.builder();
    var rest = Fields.builder();
    save.without("storage")
        .without("data")
        .forEach((name, tree) -> (names.contains(name) ? verbatim : rest).put(name, tree));
    return new Saving(
        storage,
        toolbox,
        verbatim.build(),
        Document.of(rest.build()),
        Document.of(save.get("data")));
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
    var rendered = (Fields) spec.render(scope, Moment.now());
    var order =
        new Saver.Order(
            work.key(), work.jobAttempt(), work.step(), rendered.overlaid(verbatim), data);
    return saver.save(order, watch);
  }
}
