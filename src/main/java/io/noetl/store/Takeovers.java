package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Takeover;
import io.noetl.broker.Takeover.Beginning;
import io.noetl.broker.Takeover.Done;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A takeover as fields, without the results: these stand in the event's context.
final class Takeovers {
  private Takeovers() {}

  static Fields toFields(Takeover takeover) {
    var steps = Fields.builder();
    takeover.steps().forEach((step, done) -> steps.put(step, toFields(done)));
    var beginnings = takeover.beginnings().stream().<Value>map(Takeovers::toFields).toList();
    return Fields.builder()
        .put("steps", steps.build())
        .put("vars", takeover.vars())
        .put("last", takeover.lastCompleted())
        .put("beginnings", new Items(beginnings))
        .build();
  }

  private static Fields toFields(Done done) {
    var fields =
        Fields.builder()
            .put("visits", done.visits())
            .put("status", done.status())
            .put("error", done.error())
            .build();
    return done.errors().size() == 0 ? fields : fields.with("errors", done.errors());
  }

  private static Fields toFields(Beginning beginning) {
    var lineage = Fields.builder();
    beginning.lineage().forEach(lineage::put);
    return Fields.builder()
        .put("step", beginning.step())
        .put("from", beginning.from())
        .put("data", beginning.data())
        .put("lineage", lineage.build())
        .build();
  }

  static Takeover of(Fields fields) {
    Map<String, Done> steps = new HashMap<>();
    ((Fields) fields.get("steps")).forEach((step, done) -> steps.put(step, done((Fields) done)));
    List<Beginning> beginnings = new ArrayList<>();
    for (var beginning : ((Items) fields.get("beginnings")).list()) {
      beginnings.add(beginning((Fields) beginning));
    }
    return new Takeover(steps, (Fields) fields.get("vars"), text(fields, "last"), beginnings);
  }

  private static Done done(Fields done) {
    return new Done(
        number(done.get("visits")),
        text(done, "status"),
        Content.NOTHING,
        text(done, "error"),
        done.get("errors") instanceof Items errors ? errors : Items.EMPTY);
  }

  private static Beginning beginning(Fields fields) {
    Map<String, Integer> lineage = new HashMap<>();
    ((Fields) fields.get("lineage")).forEach((step, visit) -> lineage.put(step, number(visit)));
    return new Beginning(
        text(fields, "step"), text(fields, "from"), (Fields) fields.get("data"), lineage);
  }

  private static int number(Value value) {
    return value instanceof Num.Int(var number) ? (int) number : 0;
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }
}
