package io.noetl.bench;

import io.noetl.template.Ambient;
import io.noetl.template.Condition;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.template.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;

/// What it costs to compile a template, and to render one.
public class TemplateBenchmark extends Timing {
  private static final String PATH = "{{ a.b }}";
  private static final String TEXT =
      "Dear {{ a.name | upper }}, {{ a.b + 1 }} of {{ n }} are done.";
  private static final String CONDITION = "a.b > 3 and a.name != 'Eve' or n in [1, 2, 3]";
  private static final String LOOP = "{% for i in range(100) %}{{ i }}:{{ a.b }} {% endfor %}";
  private static final String WORKLOAD =
      """
      {"url": "https://{{ a.name }}.example.com/v1", "limit": 100, "city": "{{ a.name }}",
       "headers": {"Accept": "application/json", "X-Count": "{{ n }}"}, "days": [1, 2, 3],
       "query": "select * from t where n > {{ a.b }} and name = '{{ a.name }}'", "deep": "{{ a }}"}
      """;

  private final Scope scope =
      Scope.of((Fields) Json.read("{\"a\": {\"b\": 7, \"name\": \"Ada\"}, \"n\": 12}"));
  private final Ambient ambient = Ambient.of(Instant.EPOCH, 1);
  private final Value tree = Json.read(WORKLOAD);
  private final Template path = Template.parse(PATH);
  private final Template text = Template.parse(TEXT);
  private final Condition condition = Condition.parse(CONDITION);
  private final Template loop = Template.parse(LOOP);
  private final Document document = Document.of(tree);

  /// One name with an attribute.
  @Benchmark
  public Template parsePath() {
    return Template.parse(PATH);
  }

  @Benchmark
  public Value renderPath() {
    return path.render(scope, ambient);
  }

  /// Text with three expressions in it, one with a filter.
  @Benchmark
  public Template parseText() {
    return Template.parse(TEXT);
  }

  @Benchmark
  public Value renderText() {
    return text.render(scope, ambient);
  }

  /// What stands on an edge.
  @Benchmark
  public Condition parseCondition() {
    return Condition.parse(CONDITION);
  }

  @Benchmark
  public Verdict judgeCondition() {
    return condition.judge(scope, ambient);
  }

  /// A loop of a hundred rounds.
  @Benchmark
  public Template parseLoop() {
    return Template.parse(LOOP);
  }

  @Benchmark
  public Value renderLoop() {
    return loop.render(scope, ambient);
  }

  /// A whole workload.
  @Benchmark
  public Document parseDocument() {
    return Document.of(tree);
  }

  @Benchmark
  public Value renderDocument() {
    return document.render(scope, ambient);
  }
}
