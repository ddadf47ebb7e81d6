package io.noetl.cli;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.client.EventStream;
import io.noetl.client.Link;
import io.noetl.client.Locator;
import io.noetl.client.Problem;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The executions of a server.
record ServerExecutions(Link link) implements ExecutionDesk {
  private static final String LIST = "/api/executions";
  private static final int NOT_FOUND = 404;

  static Locator at(long execution) {
    return Locator.of(LIST, Long.toString(execution));
  }

  @Override
  public List<ExecutionRow> list(Filter filter) throws InterruptedException {
    var phases = filter.phases().stream().map(Phase::name).collect(Collectors.joining(","));
    var list =
        Locator.of(LIST)
            .with("status", phases)
            .with("path", filter.path())
            .with("label", filter.label())
            .with("q", filter.text());
    var rows = new ArrayList<ExecutionRow>();
    link.each(list, "items", filter.limit(), line -> rows.add(Answers.execution(line)));
    return rows;
  }

  @Override
  public ExecutionRow row(long execution) throws InterruptedException {
    return Answers.execution(detail(execution));
  }

  private Fields detail(long execution) throws InterruptedException {
    return link.get(at(execution).with("events", 0));
  }

  @Override
  public List<Entry> entries(long execution) throws InterruptedException {
    var entries = new ArrayList<Entry>();
    eachRow(execution, row -> entries.add(EventCodec.decode(row)));
    return entries;
  }

  @Override
  public void eachRow(long execution, Consumer<EventRow> taker) throws InterruptedException {
    link.each(
        at(execution).below("events"),
        "events",
        Integer.MAX_VALUE,
        event -> taker.accept(Answers.event(event)));
  }

  @Override
  public void follow(long execution, Follower follower) throws InterruptedException {
    var _ = follow(execution, follower, Duration.ZERO);
  }

  /// For at most `limit`, unless that is zero.
  EventStream.End follow(long execution, Follower follower, Duration limit)
      throws InterruptedException {
    var reader =
        new EventStream.Reader() {
          @Override
          public void event(Fields event) {
            follower.see(Answers.event(event));
          }

          @Override
          public boolean isWaiting() {
            return follower.isWaiting();
          }
        };
    return new EventStream(link, execution, reader, limit).read();
  }

  @Override
  public Value result(State state) throws InterruptedException {
    return switch (state.result()) {
      case Content.Inline(var value) -> value;
      case Content.Stored _ -> detail(state.execution()).get("result");
    };
  }

  @Override
  public Optional<Playbook> playbook(PlaybookRef ref) throws InterruptedException {
    return new ServerCatalog(link)
        .find(ref.path(), ref.version())
        .map(entry -> PlaybookParser.parse(entry.path(), entry.content()))
        .filter(PlaybookParser.Valid.class::isInstance)
        .map(parsed -> ((PlaybookParser.Valid) parsed).playbook());
  }

  @Override
  public Map<String, String> waits(long execution) throws InterruptedException {
    var waits = new LinkedHashMap<String, String>();
    var detail = detail(execution);
    for (var job : Answers.maps(detail, "jobs")) {
      var name = Answers.text(job, "job");
      switch (Answers.text(job, "status")) {
        case "queued" -> waits.put(name, Waiting.forWorker(Answers.text(job, "pool")));
        case "retry" -> {
          var due = Answers.instant(job, "lease_until");
          waits.put(name, Waiting.forAttempt(Answers.count(job, "attempts"), due));
        }
        default -> {}
      }
    }
    for (var wait : Answers.maps(detail, "waits")) {
      var due = Answers.instant(wait, "due");
      boolean isRetry = Answers.text(wait, "kind").equals("retry");
      waits.put(
          Answers.text(wait, "job"),
          isRetry ? Waiting.forAttempt(Answers.count(wait, "attempt"), due) : Waiting.until(due));
    }
    return waits;
  }

  @Override
  public List<LogLine> logs(long execution, String step) throws InterruptedException {
    var lines = new ArrayList<LogLine>();
    link.each(
        at(execution).below("logs").with("step", step),
        "entries",
        Integer.MAX_VALUE,
        entry -> lines.add(Answers.log(entry)));
    return lines;
  }

  /// A server that is there sees to its executions itself.
  @Override
  public boolean isOrphaned(ExecutionRow row) {
    return false;
  }

  @Override
  public String place() {
    return " --server " + link.address();
  }

  /// What there is, or nothing.
  static Optional<Fields> found(Link link, Locator what) throws InterruptedException {
    try {
      return Optional.of(link.get(what));
    } catch (Problem e) {
      if (e.status() == NOT_FOUND && e.code().equals("not-found")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
