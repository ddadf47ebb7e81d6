package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.State;
import io.noetl.broker.Timer;
import io.noetl.engine.Playbooks;
import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The executions of a store on this machine.
record LocalExecutions(Store store, Histories histories) implements ExecutionDesk {
  private static final Duration PERIOD = Duration.ofMillis(200);

  LocalExecutions(Store store) {
    this(store, new Histories(store));
  }

  @Override
  public List<ExecutionRow> list(Filter filter) {
    var query =
        new ExecutionQuery(
            filter.phases(),
            filter.path(),
            filter.text(),
            0,
            Instant.EPOCH,
            Instant.MAX,
            Long.MAX_VALUE,
            filter.limit());
    return store.executions().list(query.labelled(labels(filter.label())));
  }

  private static LabelFilter labels(String label) {
    return label.isEmpty()
        ? LabelFilter.ANY
        : LabelFilter.parse(label)
            .orElseThrow(
                () ->
                    CommandError.usage(
                        "--label: expected %s, found '%s'".formatted(LabelFilter.FORM, label)));
  }

  @Override
  public ExecutionRow row(long execution) {
    return histories.row(execution);
  }

  @Override
  public List<Entry> entries(long execution) {
    return histories.entries(execution);
  }

  @Override
  public void eachRow(long execution, Consumer<EventRow> taker) {
    histories.eachRow(execution, 0, taker);
  }

  @Override
  public void follow(long execution, Follower follower) throws InterruptedException {
    long last = 0;
    while (true) {
      // Read before the events: an end that is seen has all of them before it.
      boolean isFinal = row(execution).phase().isFinal();
      last = histories.eachRow(execution, last, follower::see);
      if (isFinal || !follower.isWaiting()) {
        return;
      }
      Thread.sleep(PERIOD);
    }
  }

  @Override
  public Value result(State state) {
    return histories.load(state.result());
  }

  @Override
  public Optional<Playbook> playbook(PlaybookRef ref) {
    return switch (Wiring.playbooks(store).find(ref.path(), ref.version())) {
      case Playbooks.Ready ready -> Optional.of(ready.broker().playbook());
      case Playbooks.Missing _ -> Optional.empty();
    };
  }

  @Override
  public Map<String, String> waits(long execution) {
    var waits = new LinkedHashMap<String, String>();
    for (var job : store.jobs(execution)) {
      if (job.status() == QueuedJob.Status.QUEUED) {
        waits.put(job.job().id().name(), Waiting.forWorker(job.job().pool()));
      }
    }
    for (var timer : store.timers(execution)) {
      switch (timer.purpose()) {
        case Timer.WaitDue(var job) -> waits.put(job, Waiting.until(timer.due()));
        case Timer.RetryDue(var job, var attempt) ->
            waits.put(job, Waiting.forAttempt(attempt, timer.due()));
        default -> {}
      }
    }
    return waits;
  }

  @Override
  public List<LogLine> logs(long execution, String step) {
    row(execution);
    return store.logs(execution).stream()
        .filter(line -> step.isEmpty() || line.step().equals(step))
        .toList();
  }

  @Override
  public boolean isOrphaned(ExecutionRow row) {
    return !row.phase().isFinal() && !store.engines().isAlive(row.owner());
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public void close() {
    store.close();
  }
}
