package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IteratorRunTest {
  private static final String ROWS =
      """
      [{"id": 1, "ok": true, "n": 30}, {"id": 2, "ok": false, "n": 10},
       {"id": 3, "ok": true, "n": 20}, {"id": 4, "ok": true, "n": 5}]
      """;

  private final AtomicInteger calls = new AtomicInteger();
  private final Bench bench =
      new Bench(
          Bench.tool("sum", (call, _) -> sum((Items) call.inputs().get("of"))),
          Bench.tool(
              "picky",
              (call, _) -> {
                calls.incrementAndGet();
                if (call.inputs().get("x").equals(Num.of(2))) {
                  throw ToolFailure.error("picky", "no twos");
                }
                return call.inputs().get("x");
              }),
          Bench.tool(
              "shaky",
              (call, _) -> {
                if (calls.incrementAndGet() % 3 != 0) {
                  throw ToolFailure.error("shaky", "not now");
                }
                return call.inputs().get("x");
              }));

  @AfterEach
  void end() {
    bench.close();
  }

  private static Num sum(Items items) {
    return Num.of(items.list().stream().mapToLong(item -> (long) ((Num) item).real()).sum());
  }

  private static String transform(String inputs) {
    return "{\"tool\": \"transform\", \"inputs\": %s}".formatted(inputs);
  }

  private static Jobs over(String collection, String task) {
    return Jobs.iterator("{\"element\": \"item\", \"collection\": %s}".formatted(collection), task);
  }

  @Test
  void resultsKeepTheOrderOfTheItems() throws Exception {
    var one = new CountDownLatch(1);
    var two = new CountDownLatch(1);
    try (var own =
        new Bench(
            Bench.tool(
                "backwards",
                (call, _) -> {
                  // 1 ends first, then 2, then 3.
                  switch (Json.write(call.inputs().get("x"))) {
                    case "1" -> one.countDown();
                    case "2" -> {
                      one.await();
                      two.countDown();
                    }
                    default -> two.await();
                  }
                  return call.inputs().get("x");
                }))) {
      var news = new Bench.News();
      var jobs =
          Jobs.iterator(
              "{\"collection\": [3, 1, 2], \"element\": \"x\", \"mode\": \"async\"}",
              "{\"tool\": \"backwards\", \"inputs\": {\"x\": \"{{ x }}\"}}");

      var outcome = (Outcome.Succeeded) own.run(jobs, news);

      assertThat(Json.write(outcome.result())).isEqualTo("[3,1,2]");
      assertThat(news.total).isEqualTo(3);
      assertThat(news.started).containsExactlyInAnyOrder(0, 1, 2);
      assertThat(news.ended).hasSize(3);
    }
  }

  @Test
  void noMoreRunAtOnceThanIsAllowed() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var pair = new CyclicBarrier(2);
    try (var own =
        new Bench(
            Bench.tool(
                "paired",
                (_, _) -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  try {
                    pair.await();
                  } catch (BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                  } finally {
                    running.decrementAndGet();
                  }
                  return Null.NULL;
                }))) {
      own.result(
          Jobs.iterator(
              "{\"collection\": [1,2,3,4,5,6,7,8], \"mode\": \"async\", \"concurrency\": 2}",
              "{\"tool\": \"paired\"}"));
    }

    assertThat(most).hasValue(2);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                        | ``                                   |"
            + " [1,2,3,4]",
        "\"where\": \"{{ item.ok }}\"              | ``                                   |"
            + " [1,3,4]",
        "\"where\": \"item.n >= 10\"               | ``                                   |"
            + " [1,2,3]",
        "\"where\": \"{{ item.n / (item.id - 2) > 0 }}\" | ``                             | [3,4]",
        "\"order_by\": \"{{ item.n }}\"            | ``                                   |"
            + " [4,2,3,1]",
        "\"order_by\": \"-item.n\"                 | \"limit\": 2                         | [1,3]",
        "\"order_by\": [\"item.ok\", \"item.n\"]   | ``                                   |"
            + " [2,4,3,1]",
        "\"order_by\": \"item.n if item.ok else 'x'\" | ``                                |"
            + " [1,2,3,4]",
        "\"where\": \"item.ok\", \"order_by\": \"item.n\" | \"limit\": \"2\"              | [4,3]",
        "``                                        | \"limit\": 0                         | []"
      })
  void rowsAreFilteredOrderedAndLimited(String plan, String config, String expected) {
    var jobs =
        Jobs.iterator(
                "{\"element\": \"item\", \"collection\": %s%s}".formatted(ROWS, more(config)),
                "{\"tool\": \"transform\", \"dynamic\": \"{{ item.id }}\"}")
            .plan("{%s}".formatted(plan.equals("``") ? "" : plan));

    assertThat(bench.result(jobs)).isEqualTo(expected);
  }

  private static String more(String config) {
    return config.equals("``") || config.isEmpty() ? "" : ", " + config;
  }

  @Test
  void chunksAreListsOfItems() {
    var jobs =
        Jobs.iterator(
            "{\"element\": \"x\", \"collection\": [1, 2, 3, 4, 5], \"chunk\": 2}",
            "{\"tool\": \"sum\", \"inputs\": {\"of\": \"{{ batch }}\"}}");

    assertThat(bench.result(jobs)).isEqualTo("[3,7,5]");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"collection\": [1, 2]                       | {}                        | [1,2]",
        "\"collection\": []                           | {}                        | []",
        "\"collection\": \"\"                         | {}                        | []",
        "\"collection\": \"[1, 2]\"                   | {}                        | [1,2]",
        "\"collection\": \"['a', None, (1,), True]\"  | {}                        |"
            + " [\"a\",null,[1],true]",
        "\"collection\": \"{'a': 1}\"                 | {}                        | [{\"a\":1}]",
        "\"collection\": \"[oops\"                    | {}                        | [\"[oops\"]",
        "\"collection\": \"plain\"                    | {}                        | [\"plain\"]",
        "\"collection\": 5                            | {}                        | [5]",
        "\"collection\": {\"item_list\": [1], \"values\": [2]} | {}                | [1]",
        "\"collection\": {\"items\": [2], \"n\": 1}   | {}                        | [2]",
        "\"collection\": {\"only\": [7]}              | {}                        | [7]",
        "\"mode\": \"sequential\"                     | {\"items\": [1]}          | [1]",
        "\"mode\": \"sequential\"                     | {\"values\": [1], \"n\": 1} | [1]",
        "\"mode\": \"sequential\"                     | {\"any\": [4]}            | [4]",
        "\"value_only\": true                         | {\"data\": [1], \"input_data\": [1]} | [1]"
      })
  void theCollectionIsFound(String config, String inputs, String expected) {
    var jobs =
        Jobs.iterator(
                "{\"element\": \"item\", %s}".formatted(config),
                "{\"tool\": \"transform\", \"dynamic\": \"{{ item }}\"}")
            .inputs(inputs);

    assertThat(bench.result(jobs)).isEqualTo(expected);
  }

  @Test
  void aMissingCollectionIsExplained() {
    assertThat(message("{\"element\": \"city\"}"))
        .isEqualTo("there is no collection: give it under 'collection', or as 'citys' in the data");
    assertThat(message("{\"collection\": {\"a\": 1, \"b\": 2}}"))
        .isEqualTo("the collection is a map (a, b): name one of its lists");
    assertThat(message("{\"collection\": null}")).startsWith("the collection is null");
    assertThat(message("{\"collection\": [1], \"chunk\": \"two\"}"))
        .isEqualTo("'chunk' must be a whole number, is two");
  }

  private String message(String config) {
    return bench.failed(Jobs.iterator(config, transform("{}"))).failure().message();
  }

  @Test
  void theBodySeesItsPlaceInTheLoop() {
    var jobs =
        Jobs.iterator(
                """
                {"element": "x", "collection": ["a", "b"], "enumerate": true}
                """,
                transform(
                    """
                    {"loop": "{{ _loop.index }}/{{ _loop.current_index }}/{{ _loop.count }}",
                     "item": "{{ _loop.item }}", "place": "{{ cities.result_index }}",
                     "index": "{{ index }}", "outer": "{{ parent.unit }}", "unit": "{{ unit }}"}
                    """))
            .named("cities")
            .inputs("{\"unit\": \"C\"}");

    assertThat(bench.result(jobs))
        .startsWith(
            "[{\"loop\":\"0/0/2\",\"item\":\"a\",\"place\":0,\"index\":0,\"outer\":\"C\","
                + "\"unit\":\"C\"},{\"loop\":\"1/1/2\",\"item\":\"b\",\"place\":1");
  }

  @Test
  void inputsOverlayDefaultsWhichMayMentionThem() {
    var task =
        """
        {"tool": "transform", "inputs": {"city": "{{ item }}"},
         "defaults": {"city": "{{ city }}", "unit": "C", "label": "{{ city }} in {{ unit }}"},
         "dynamic": "{{ {'more': _loop.index} }}"}
        """;

    assertThat(bench.result(over("[\"Rome\"]", task)))
        .isEqualTo("[{\"city\":\"Rome\",\"unit\":\"C\",\"label\":\"Rome in \",\"more\":0}]");
  }

  @Test
  void aFailedIterationFailsTheIteratorAfterTheOthers() {
    var news = new Bench.News();
    var jobs = over("[1, 2, 3]", "{\"tool\": \"picky\", \"inputs\": {\"x\": \"{{ item }}\"}}");

    var failure = ((Outcome.Failed) bench.run(jobs, news)).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("iteration_failed");
    assertThat(failure.message())
        .isEqualTo("1 of 3 iterations failed; the first is at index 1: no twos");
    assertThat(Json.write(failure.result())).isEqualTo("[1,null,3]");
    assertThat(news.ended).extracting(Iteration::error).containsExactly("", "no twos", "");
  }

  @Test
  void itGoesOnWhereItMayAndSavesTheErrors() {
    var jobs =
        Jobs.iterator(
                "{\"element\": \"item\", \"collection\": [1, 2, 3], \"on_error\": \"continue\"}",
                "{\"tool\": \"picky\", \"inputs\": {\"x\": \"{{ item }}\"}}")
            .plan(
                """
                {"save": {"storage": "shelf", "data": {"results": "{{ results }}",
                  "items": "{{ items }}", "count": "{{ count }}", "errors": "{{ errors }}",
                  "result": "{{ result }}"}}}
                """);

    assertThat(bench.result(jobs)).isEqualTo("[1,null,3]");
    assertThat(Json.write(bench.saved.getFirst().data()))
        .isEqualTo(
            "{\"results\":[1,null,3],\"items\":[1,null,3],\"count\":3,"
                + "\"errors\":[{\"index\":1,\"error\":\"no twos\"}],\"result\":[1,null,3]}");
  }

  @Test
  void eachItemIsSavedWithItsOwnKey() {
    var news = new Bench.News();
    var task =
        """
        {"tool": "transform", "inputs": {"id": "{{ item }}"},
         "save": {"storage": "shelf", "data": {"id": "{{ result.id }}", "item": "{{ item }}",
                  "place": "{{ _loop.index }}"}}}
        """;

    bench.run(over("[5, 6]", task), news);

    assertThat(bench.saved)
        .extracting(order -> order.key())
        .containsExactly("7/step/1/0", "7/step/1/1");
    assertThat(bench.saved).extracting(order -> order.attempt()).containsOnly(2);
    assertThat(Json.write(bench.saved.get(1).data()))
        .isEqualTo("{\"id\":6,\"item\":6,\"place\":1}");
    assertThat(news.ended).allSatisfy(ended -> assertThat(ended.saves()).hasSize(1));
  }

  @Test
  void aSaveThatFailsFailsItsIteration() {
    var task =
        """
        {"tool": "transform", "inputs": {"id": "{{ item }}"},
         "save": {"storage": "shelf", "data": {"refuse": true}}}
        """;

    assertThat(bench.failed(over("[5]", task)).failure().message())
        .endsWith("at index 0: save to shelf: the shelf is full");
  }

  @Test
  void anIterationIsTriedAgainInTheWorker() {
    var task =
        """
        {"tool": "shaky", "inputs": {"x": "{{ item }}"},
         "retry": {"max_attempts": 3, "initial_delay_ms": 1, "max_delay_ms": 2,
                   "backoff_multiplier": 2, "jitter": true%s}}
        """;

    assertThat(bench.result(over("[1, 2]", task.formatted("")))).isEqualTo("[1,2]");
    assertThat(calls).hasValue(6);
    calls.set(0);
    bench.failed(over("[1]", task.formatted(", \"stop_when\": \"{{ attempt == 2 }}\"")));
    assertThat(calls).hasValue(2);
    calls.set(0);
    assertThat(
            bench
                .failed(over("[1]", task.formatted(", \"retry_when\": \"{{ true }}\"")))
                .failure()
                .message())
        .endsWith("at index 0: retry_when still holds after attempt 3");
  }

  @Test
  void whatWasFinishedIsNotRunAgain() {
    var finished =
        new Bench.News(
            new Iteration(0, Num.of(1), Num.of(100), "", List.of(), 1),
            new Iteration(2, Num.of(3), Null.NULL, "failed then", List.of(), 1));
    var jobs = over("[1, 4, 3]", "{\"tool\": \"picky\", \"inputs\": {\"x\": \"{{ item }}\"}}");

    var outcome = (Outcome.Succeeded) bench.run(jobs, finished);

    assertThat(Json.write(outcome.result())).isEqualTo("[100,4,3]");
    assertThat(finished.started).containsExactly(1, 2);
  }

  @Test
  void eachItemKnowsTheKeyOfItsOwnWork() {
    var inner =
        """
        {"tool": "iterator", "config": {"collection": "{{ row }}", "element": "cell"},
         "task": {"tool": "transform", "dynamic": "{{ job.key.split('/')[2:] | join('/') }}"}}
        """;

    assertThat(bench.result(over("[[1, 2], [3]]", inner.replace("row", "item"))))
        .isEqualTo("[[\"1/0/0\",\"1/0/1\"],[\"1/1/0\"]]");
  }

  @Test
  void iteratorsMayBeNested() {
    var inner =
        """
        {"tool": "iterator", "config": {"collection": "{{ row.cells }}", "element": "cell"},
         "task": {"tool": "transform",
                  "dynamic": "{{ row.name }}{{ cell }}{{ parent._loop.index }}{{ _loop.index }}"}}
        """;
    var jobs =
        Jobs.iterator(
            """
            {"element": "row", "mode": "async",
             "collection": [{"name": "a", "cells": [1, 2]}, {"name": "b", "cells": []}]}
            """,
            inner);

    assertThat(bench.result(jobs)).isEqualTo("[[\"a100\",\"a201\"],[]]");
  }

  @Test
  void anIteratorOverPlaybooksIsOnlyPlanned() {
    var jobs =
        Jobs.iterator(
                "{\"element\": \"user\", \"collection\": [{\"n\": 1}, {\"n\": 2}]}",
                "{\"tool\": \"playbook\", \"config\": {\"path\": \"a/b\"},"
                    + " \"inputs\": {\"n\": \"{{ user.n }}\", \"i\": \"{{ _loop.index }}\"}}")
            .plan("{\"where\": \"user.n > 1\"}");

    var planned = (Outcome.Planned) bench.run(jobs);

    assertThat(Json.write(new Items(planned.items()))).isEqualTo("[{\"n\":2}]");
    assertThat(Json.write(new Items(planned.inputs()))).isEqualTo("[{\"n\":2,\"i\":0}]");
  }

  @Test
  void aToolThatIsNotHereFailsItBeforeItBegins() {
    var news = new Bench.News();

    var failed = (Outcome.Failed) bench.run(over("[1]", "{\"tool\": \"cobol\"}"), news);

    assertThat(failed.failure().code()).isEqualTo("tool_unavailable");
    assertThat(news.started).isEmpty();
  }

  @Test
  void aHundredThousandItemsAreDoneInBoundedMemory() {
    int count = 100_000;
    Value[] items = IntStream.range(0, count).mapToObj(Num::of).toArray(Value[]::new);
    var config = Fields.builder().put("element", "x").put("collection", Items.of(items)).build();
    var jobs = Jobs.iterator(Json.write(config), transform("{\"n\": \"{{ x + 1 }}\"}"));

    var outcome = (Outcome.Succeeded) bench.run(jobs, Stream.NONE);

    var result = (Items) outcome.result();
    assertThat(result.size()).isEqualTo(count);
    assertThat(Json.write(result.get(count - 1))).isEqualTo("{\"n\":100000}");
  }

  @Test
  void resultsThatAreTooLargeTogetherEndIt() {
    var jobs = over("[1, 2, 3, 4, 5]", transform("{\"big\": \"{{ 'x' * 9000000 }}\"}"));

    assertThat(bench.failed(jobs).failure().message())
        .startsWith("the list of the iterator's results is larger than 32 MiB");
  }
}
