package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.noetl.broker.Content;
import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.job.Failure;
import io.noetl.playbook.Join;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventCodecTest {
  private static final long EXECUTION = 42;
  private static final int ROUNDS = 400;

  @ParameterizedTest
  @EnumSource(EventKind.class)
  void everyEventComesBackAsItWas(EventKind kind) {
    for (long seed = 0; seed < ROUNDS; seed++) {
      var events = new RandomEvents(new Random(seed), EXECUTION);
      var entry = events.entry(1 + seed, events.of(kind));

      var row = EventCodec.encode(EXECUTION, 0, 0, entry);

      assertThat(EventCodec.decode(row)).as("seed %d", seed).isEqualTo(entry);
      assertThat(row.type()).isEqualTo(kind.wire);
      assertThat(EventCodec.encode(EXECUTION, 0, 0, EventCodec.decode(row)))
          .as("the same bytes, seed %d", seed)
          .isEqualTo(row);
    }
  }

  @ParameterizedTest
  @EnumSource(EventKind.class)
  void everyColumnSurvivesEveryDatabase(EventKind kind) {
    for (long seed = 0; seed < ROUNDS; seed++) {
      var events = new RandomEvents(new Random(seed), EXECUTION);

      var row = EventCodec.encode(EXECUTION, 0, 0, events.entry(1, events.of(kind)));

      for (var text :
          List.of(row.context(), row.result(), row.meta(), row.error(), row.item(), row.trace())) {
        assertThat(text).doesNotContain("\0");
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(text);
      }
      assertThat(row.meta()).doesNotContain("NaN", "Infinity", "\\u0000", "\\ud83d", "\\ude00");
    }
  }

  @Test
  void namesStatusesAndTypesAreThoseOfTheContract() {
    assertThat(EventCodec.names())
        .containsExactlyInAnyOrder(
            "execution_start",
            "step_started",
            "action_started",
            "action_completed",
            "action_error",
            "action_retry",
            "step_completed",
            "step_failed",
            "step_cancelled",
            "iterator_started",
            "iterator_completed",
            "iteration_started",
            "iteration_completed",
            "iteration_failed",
            "save_started",
            "save_completed",
            "save_failed",
            "execution_cancelling",
            "execution_complete",
            "execution_failed",
            "execution_cancelled",
            "execution_paused",
            "execution_resumed");
    assertThat(row(new Event.ActionCompleted("a", 1, "http", 1, Content.NOTHING)))
        .returns("a", EventRow::nodeName)
        .returns("http", EventRow::nodeType)
        .returns("COMPLETED", EventRow::status)
        .returns("42:a", EventRow::nodeId);
    assertThat(row(new Event.ExecutionPaused()))
        .returns("", EventRow::nodeName)
        .returns("", EventRow::nodeId)
        .returns("playbook", EventRow::nodeType)
        .returns("PAUSED", EventRow::status);
    assertThat(row(new Event.IterationStarted("a", 2, 7, Text.of("x"), 0)))
        .returns("iteration", EventRow::nodeType)
        .returns("RUNNING", EventRow::status)
        .returns("42:a#2", EventRow::nodeId)
        .returns(7, EventRow::index)
        .returns("\"x\"", EventRow::item);
  }

  /// These texts are what released versions have written: they may only be added to.
  @Test
  void aStartIsWrittenLikeThis() {
    var edge = new Edge("b", "{{ x > 1 }}", Bool.TRUE, true, false, "x is 2", of("{\"x\":2}"));
    var start =
        new Event.ExecutionStarted(
            new PlaybookRef("examples/hello", 3),
            Content.of(of("{\"x\":2}")),
            new Origin(7, "call", "call", 4, "score"),
            9,
            "start",
            true,
            List.of(edge));

    var row =
        EventCodec.encode(
            EXECUTION, 7, 5, new Entry(1, 0, at(), start, of("{\"kind\":\"start\",\"seed\":1}")));

    assertThat(row)
        .isEqualTo(
            new EventRow(
                EXECUTION,
                1,
                5,
                0,
                7,
                at(),
                "execution_start",
                "",
                "",
                "playbook",
                "RUNNING",
                """
                {"path":"examples/hello","version":3,"workload":{"x":2},"carried":{"0":{"x":2}}}\
                """,
                "",
                """
                {"origin":{"execution":"7","step":"call","job":"call","index":4,\
                "return_step":"score"},"retry_of":"9","entry":"start","routed":true,\
                "transitions":[{"step":"b","when":"{{ x > 1 }}","value":true,"taken":true,\
                "why":"x is 2"}],"fact":{"kind":"start","seed":1}}\
                """,
                "",
                -1,
                "",
                "",
                ""));
  }

  @Test
  void aFailureIsWrittenLikeThis() {
    var failure =
        new Failure(
            Failure.Kind.ERROR, "http_status", "the answer was 503", "at line 3", Num.of(1));

    var row = row(new Event.ActionError("a", 2, "http", 3, failure, Content.of(Text.of("busy"))));

    assertThat(row.context())
        .isEqualTo(
            """
            {"attempt":3,"returned":1}\
            """);
    assertThat(row.meta())
        .isEqualTo(
            """
            {"visit":2,"kind":"error","code":"http_status"}\
            """);
    assertThat(row.error()).isEqualTo("the answer was 503");
    assertThat(row.trace()).isEqualTo("at line 3");
    assertThat(row.result()).isEqualTo("\"busy\"");
  }

  @Test
  void aStoredResultIsMarkedInMeta() {
    var stored = new Content.Stored(EXECUTION, "result/9", 70_000);

    var row = row(new Event.ActionCompleted("a", 1, "http", 1, stored));

    assertThat(row.result())
        .isEqualTo(
            """
            {"payload":"result/9","bytes":70000}\
            """);
    assertThat(row.meta())
        .isEqualTo(
            """
            {"payload":{"result":{"name":"result/9","bytes":70000}}}\
            """);
  }

  @Test
  void dataThatLooksLikeAReferenceStaysData() {
    var data =
        of(
            """
            {"payload":"result/9","bytes":70000}\
            """);
    var entry =
        new Entry(
            2,
            1,
            at(),
            new Event.ActionCompleted("a", 1, "http", 1, Content.of(data)),
            Fields.EMPTY);

    var back = EventCodec.decode(EventCodec.encode(EXECUTION, 0, 0, entry));

    assertThat(back).isEqualTo(entry);
  }

  @Test
  void whatIsTheRuleIsNotWritten() {
    var row = row(new Event.StepStarted("a", 1, Join.ALL, Fields.EMPTY, Fields.EMPTY));

    assertThat(row.context()).isEmpty();
    assertThat(row.meta()).isEmpty();
    assertThat(row.result()).isEmpty();
  }

  @Test
  void anUnknownEventIsNotGuessed() {
    var row = row(new Event.ExecutionPaused());
    var newer =
        new EventRow(
            EXECUTION,
            1,
            0,
            0,
            0,
            at(),
            "execution_dreamt",
            "",
            "",
            "playbook",
            row.status(),
            "",
            "",
            "",
            "",
            -1,
            "",
            "",
            "");

    assertThatIllegalStateException()
        .isThrownBy(() -> EventCodec.decode(newer))
        .withMessageContaining("execution_dreamt");
  }

  @Test
  void aLineOfJsonHasTheColumns() {
    var start = new Event.ActionStarted("a", 1, "http", 1, 3, "w-1", 0);
    var row = EventCodec.encode(EXECUTION, 7, 5, new Entry(3, 2, at(), start, Fields.EMPTY));

    assertThat(EventJson.of(row))
        .isEqualTo(
            """
            {"execution_id":"42","event_id":"3","catalog_id":"5","parent_event_id":"2",\
            "parent_execution_id":"7","created_at":"2025-10-09T08:53:20.000120Z",\
            "event_type":"action_started","node_id":"42:a","node_name":"a","node_type":"http",\
            "status":"RUNNING","context":{"attempt":1,"max_attempts":3},"result":null,\
            "meta":null,"error":null,"current_index":null,"current_item":null,\
            "worker_id":"w-1","stack_trace":null}\
            """);
  }

  @Test
  void aLineOfJsonIsJsonForEveryEvent() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      var events = new RandomEvents(new Random(seed), EXECUTION);
      var row = EventCodec.encode(EXECUTION, 0, 0, events.entry(1, events.any()));

      var line = EventJson.of(row);

      assertThat(line).doesNotContain("\n");
      assertThat(Json.read(line)).isInstanceOf(Fields.class);
    }
  }

  @Test
  void nothingIsNull() {
    Value nothing = Null.NULL;

    var row = row(new Event.ExecutionCompleted(Content.of(nothing)));

    assertThat(row.result()).isEmpty();
    assertThat(EventJson.of(row)).contains("\"result\":null");
  }

  private static EventRow row(Event event) {
    return EventCodec.encode(EXECUTION, 0, 0, new Entry(2, 1, at(), event, Fields.EMPTY));
  }

  private static Instant at() {
    return Instant.parse("2025-10-09T08:53:20.000120Z");
  }

  private static Fields of(String json) {
    return (Fields) Json.read(json);
  }
}
