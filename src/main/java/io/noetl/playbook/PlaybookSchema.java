package io.noetl.playbook;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The language as a JSON Schema (draft 07), for editors: every key and spelling with a sentence
/// about it. It takes whatever the parser takes; the parser sees more.
public final class PlaybookSchema {
  private static final String STRING = "string";

  private PlaybookSchema() {}

  public static Fields schema() {
    return Fields.builder()
        .put("$schema", "http://json-schema.org/draft-07/schema#")
        .put("title", "NoETL playbook")
        .put("description", "A workflow: steps joined by transitions.")
        .put("type", "object")
        .put("properties", header())
        .put("anyOf", Items.of(needs("workflow"), needs("steps")))
        .put("additionalProperties", false)
        .put("definitions", definitions())
        .build();
  }

  private static Fields header() {
    var keys = new Schemas.Properties();
    keys.add("The version of the language.", Schemas.choice(Dialects.V1), "apiVersion");
    keys.add("What this document is.", Schemas.choice("Playbook", "playbook"), "kind");
    keys.add("Name, catalog path, description, labels.", Schemas.type("object"), "metadata");
    keys.add("The playbook's name.", Schemas.type(STRING), "name");
    keys.add("Its path in the catalog.", Schemas.type(STRING), "path");
    keys.add("What it is for.", Schemas.type(STRING), "description");
    keys.add(
        "A number or word of your own; the catalog counts by itself.", Schemas.any(), "version");
    keys.add("Words to find it by.", Schemas.any(), "labels");
    keys.add("The inputs, with defaults.", Schemas.type("object"), "workload");
    keys.add(
        "What the inputs may be: a type, or a schema, for each.",
        Fields.of("type", Text.of("object"), "additionalProperties", Schemas.reference("declared")),
        "inputs");
    keys.add(
        "Logins by name, for the `auth` of steps.", Schemas.type("array", "object"), "keychain");
    keys.add(
        "Packages of all python steps that name none of their own.",
        Schemas.type("object"),
        ProcessKeys.PACKAGES.name());
    keys.add("Bounds the whole execution.", Schemas.reference("duration"), "timeout");
    keys.add(
        "Named tasks that steps of type workbook run.",
        Schemas.list(Schemas.reference("entry")),
        "workbook");
    keys.add("The steps.", Schemas.list(Schemas.reference("step")), "workflow", "steps");
    for (var key : PlaybookReader.WITHOUT_EFFECT) {
      keys.add("Allowed, without effect.", Schemas.any(), key);
    }
    return keys.build();
  }

  private static Fields needs(String key) {
    return Fields.of("required", Items.of(Text.of(key)));
  }

  private static Fields definitions() {
    return Fields.builder()
        .put("step", step())
        .put("entry", entry())
        .put("task", task())
        .put("edges", edges())
        .put("edge", edge())
        .put("target", Schemas.anyOf(Schemas.type(STRING), Schemas.reference("edge")))
        .put("retry", retry())
        .put("save", save())
        .put("loop", loop())
        .put("condition", Schemas.type(STRING, "boolean", "number"))
        .put("duration", Schemas.type(STRING, "number"))
        .put("inputs", Schemas.any())
        .put("declared", declared())
        .build();
  }

  private static Fields declared() {
    var keys = new Schemas.Properties();
    var types = InputSchemaReader.TYPES.toArray(String[]::new);
    keys.add("Its type, or a list of types.", Schemas.type(STRING, "array"), "type");
    keys.add("What it is for.", Schemas.type(STRING), "description", "desc");
    keys.add("What it is when nobody gives it.", Schemas.any(), "default");
    keys.add("Whether it must be given.", Schemas.type("boolean", "array"), "required");
    keys.add("The values that it may be.", Schemas.type("array"), "enum");
    keys.add("A regular expression for a text.", Schemas.type(STRING), "pattern");
    var formats = InputFormat.names().toArray(String[]::new);
    keys.add("A form for a text.", Schemas.choice(formats), "format");
    keys.add("The least number.", Schemas.type("number"), "minimum");
    keys.add("The greatest number.", Schemas.type("number"), "maximum");
    for (var count : InputSchemaReader.COUNTS) {
      keys.add("A bound of its length.", Schemas.type("integer"), count);
    }
    keys.add("What each item may be.", Schemas.reference("declared"), "items");
    var named =
        Fields.of("type", Text.of("object"), "additionalProperties", Schemas.reference("declared"));
    keys.add("What a map may hold.", named, "properties");
    keys.add(
        "Whether there may be others.",
        Schemas.type("boolean"),
        "additional",
        "additionalProperties");
    return Schemas.anyOf(
        Schemas.choice(types), Schemas.type(STRING, "boolean", "null"), object(keys));
  }

  private static Fields step() {
    var keys = new Schemas.Properties();
    keys.add("The step's name; its result is known by it.", Schemas.type(STRING, "number"), "step");
    addCommon(keys);
    keys.add("The edges to what follows.", Schemas.reference("edges"), "next");
    keys.add(
        "What follows a failure: edges, or the word continue.",
        Schemas.reference("edges"),
        "on_error");
    keys.add(
        "How branches meet here: all (once, after all), any (the first), each (once for every"
            + " one).",
        Schemas.choice("all", "any", "each"),
        "join");
    keys.add(
        "How often one execution may come here.", Schemas.type("integer", STRING), "max_visits");
    keys.add("Values to set from the result, as vars.NAME.", Schemas.type("object"), "vars", "set");
    keys.add("The execution's result (step 'end' only).", Schemas.any(), "result");
    keys.add("The worker pool that does it.", Schemas.type(STRING), "pool");
    keys.add("Higher goes first; 0 by default.", Schemas.type("integer", STRING), "priority");
    keys.add("Run the tool for each item of a list.", Schemas.reference("loop"), "loop");
    keys.add(
        "How much of which resource it takes, for `noetl plan`: {http_pool: 1}.",
        Schemas.type("object"),
        "resources");
    for (var key : List.of("when", "pass")) {
      keys.add("Allowed, without effect.", Schemas.any(), key);
    }
    return object(keys);
  }

  private static Fields entry() {
    var keys = new Schemas.Properties();
    addCommon(keys);
    return object(keys);
  }

  private static Fields task() {
    var keys = new Schemas.Properties();
    addCommon(keys);
    keys.add("Run the tool for each item of a list.", Schemas.reference("loop"), "loop");
    keys.add("What happens to the others if an item fails.", Schemas.any(), "on_error");
    return object(keys);
  }

  /// What every task has: tool, inputs, rules, and the keys of all tools.
  private static void addCommon(Schemas.Properties keys) {
    keys.add("A name.", Schemas.type(STRING, "number"), "name");
    keys.add("What it is for.", Schemas.type(STRING), "desc", "description");
    keys.add("Words to find it by.", Schemas.any(), "labels");
    keys.add("The tool.", tool(), "type", "tool");
    keys.add(
        "What the tool works on.", Schemas.reference("inputs"), "data", "args", "with", "input");
    keys.add("What the tool works on, or http's query.", Schemas.any(), "params");
    keys.add("What the tool works on, or http's body.", Schemas.any(), "payload");
    keys.add("Where to store the result.", Schemas.reference("save"), "save", "sink");
    keys.add(
        "Whether a failed attempt is followed by another.", Schemas.reference("retry"), "retry");
    keys.add("The wait before the next attempt.", Schemas.reference("duration"), "retry_delay");
    keys.add("Bounds one attempt.", Schemas.reference("duration"), "timeout");
    keys.add("Names that must be there before and after.", Schemas.type("object"), "assert");
    keys.add("The attempt fails if this holds.", Schemas.reference("condition"), "fail_when");
    keys.add(Tools.AUTH.about(), Schemas.any(), Tools.AUTH.spelled());
    Map<String, List<Tools.Spec>> owners = new LinkedHashMap<>();
    for (var spec : Tools.all()) {
      for (var own : spec.keys()) {
        for (var spelling : own.spellings()) {
          owners.computeIfAbsent(spelling, _ -> new ArrayList<>()).add(spec);
        }
      }
    }
    owners.forEach((spelling, specs) -> addOwn(keys, spelling, specs));
  }

  private static void addOwn(
      Schemas.Properties keys, String spelling, Collection<Tools.Spec> specs) {
    if (spelling.equals("task")) {
      var any = Schemas.anyOf(Schemas.type(STRING), Schemas.reference("task"));
      keys.add("What an iterator does with each item; a workbook entry's name.", any, "task");
      return;
    }
    List<String> about = new ArrayList<>();
    List<Value> shapes = new ArrayList<>();
    for (var spec : specs) {
      for (var own : spec.keys()) {
        if (own.spellings().contains(spelling)) {
          about.add("%s: %s".formatted(spec.kind(), own.about()));
          var shape = Schemas.shape(own.shape());
          if (!shapes.contains(shape)) {
            shapes.add(shape);
          }
        }
      }
    }
    var shape =
        shapes.size() == 1 ? (Fields) shapes.getFirst() : Fields.of("anyOf", new Items(shapes));
    keys.add(String.join(" ", about), shape, spelling);
  }

  private static Fields tool() {
    var map = Fields.of("type", Text.of("object"));
    return Schemas.anyOf(Schemas.choice(Tools.kinds().toArray(String[]::new)), map);
  }

  private static Fields edges() {
    return Schemas.anyOf(
        Schemas.type(STRING, "null"),
        Schemas.reference("edge"),
        Schemas.list(Schemas.reference("target")));
  }

  private static Fields edge() {
    var keys = new Schemas.Properties();
    keys.add("The step it leads to.", Schemas.type(STRING, "number"), "step", "name");
    keys.add(
        "It fires only if this holds.",
        Schemas.reference("condition"),
        "when",
        "condition",
        "pass");
    keys.add("What it carries along.", Schemas.type("object"), "data", "args", "with", "payload");
    keys.add("What it carries along.", Schemas.type("object"), "input");
    keys.add("Where to if 'when' holds.", Schemas.reference("edges"), "then");
    keys.add("Where to if no 'when' before it held.", Schemas.reference("edges"), "else");
    return object(keys);
  }

  private static Fields retry() {
    var keys = new Schemas.Properties();
    keys.add("All tries together.", Schemas.type("integer", STRING), "max_attempts");
    keys.add(
        "The wait before the second try; 1 s.", Schemas.reference("duration"), "initial_delay");
    keys.add("No wait is longer; 60 s.", Schemas.reference("duration"), "max_delay");
    keys.add(
        "Each wait is so much longer; 2.", Schemas.type("number", STRING), "backoff_multiplier");
    keys.add("Whether waits vary by chance.", Schemas.type("boolean", STRING), "jitter");
    keys.add("Retry only if this holds.", Schemas.reference("condition"), "retry_when");
    keys.add("Retry no more if this holds.", Schemas.reference("condition"), "stop_when");
    keys.add("The same as retry_when.", Schemas.reference("condition"), "when");
    keys.add("The same as initial_delay.", Schemas.reference("duration"), "delay");
    keys.add("Twice as long each time, or not.", Schemas.choice("exponential", "fixed"), "backoff");
    keys.add("The same keys, one level down.", Schemas.reference("retry"), "on_error");
    keys.add("How a page leads to the next (see paginate).", Schemas.type("object"), "on_success");
    var forms = Schemas.type("boolean", "integer", STRING, "array", "null");
    return Schemas.anyOf(forms, object(keys));
  }

  private static Fields save() {
    var keys = new Schemas.Properties();
    for (var own : SaveReader.KEYS) {
      keys.add(own.about(), Schemas.shape(own.shape()), own.spelled());
    }
    keys.add("Allowed, without effect.", Schemas.any(), "name");
    return object(keys);
  }

  private static Fields loop() {
    var keys = new Schemas.Properties();
    for (var own : IteratorReader.KEYS) {
      if (!own.name().equals("task")) {
        keys.add(own.about(), Schemas.shape(own.shape()), own.spelled());
      }
    }
    keys.add(
        "continue: items that fail leave null behind.",
        Schemas.choice("continue", "fail"),
        "on_error");
    return object(keys);
  }

  private static Fields object(Schemas.Properties keys) {
    return Fields.builder()
        .put("type", "object")
        .put("properties", keys.build())
        .put("additionalProperties", false)
        .build();
  }
}
