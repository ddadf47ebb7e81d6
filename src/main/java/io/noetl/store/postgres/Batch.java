package io.noetl.store.postgres;

import static io.noetl.store.postgres.Rows.numbers;

import io.noetl.broker.Command;
import io.noetl.job.Job;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append;
import io.noetl.store.Encoded;
import io.noetl.store.EventRow;
import io.noetl.store.Holder;
import io.noetl.store.LogLimit;
import io.noetl.store.Micros;
import io.noetl.store.TimerCodec;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The arguments of one call of `noetl.append`: chains of different executions.
final class Batch {
  /// Enough for the commands of any one decision; the expected event makes the number grow.
  private static final int BIRTH_BITS = 20;

  private static final int TAKE = 1;
  private static final int HOLD = 2;
  private static final int STOP = 3;
  private static final int ANY_FENCE = -1;

  /// Its parameters are those that [#bind] gives.
  static final String CALL =
      "SELECT noetl.append(?, ?, ?, ?, ?, ?, " + "?, ?, ?, ".repeat(8) + "?, ?, ?)";

  private final ToLongFunction<PlaybookRef> catalogId;
  private final Rows moves = new Rows(8, 3);
  private final Rows guards = new Rows(2, 1);
  private final Rows events = new Rows(5, 11);
  private final Rows payloads = new Rows(1, 3);
  private final Rows logs = new Rows(3, 2);
  private final Rows jobs = new Rows(10, 6);
  private final Rows ends = new Rows(2, 1);
  private final Rows changes = new Rows(6, 2);
  private final Rows timers = new Rows(3, 3);

  /// The chain at hand, counted from 1, and how often it has touched each job and timer.
  private int move;

  private final Map<String, Integer> jobRounds = new HashMap<>();
  private final Map<String, Integer> timerRounds = new HashMap<>();
  private int rounds;
  private int leasesEnded;

  private Batch(ToLongFunction<PlaybookRef> catalogId) {
    this.catalogId = catalogId;
  }

  /// `chains` stand in the order of their executions.
  static Batch of(List<Chain> chains, ToLongFunction<PlaybookRef> catalogId) {
    var batch = new Batch(catalogId);
    chains.forEach(batch::add);
    return batch;
  }

  /// `careful` calls look whether leases hold before they write.
  void bind(Sql sql, String sender, boolean careful) throws SQLException {
    sql.text(sender)
        .flag(careful || leasesEnded < guards.size())
        .small(rounds)
        .small(leasesEnded)
        .number(LogLimit.CHARACTERS_MAX)
        .text(LogLimit.CUT);
    for (var group : List.of(moves, guards, events, payloads, logs, jobs, ends, changes, timers)) {
      group.bind(sql);
    }
  }

  private void add(Chain chain) {
    move++;
    jobRounds.clear();
    timerRounds.clear();
    addMove(chain);
    Map<String, String> values = new LinkedHashMap<>();
    for (var item : chain.items()) {
      add(item.encoded);
      values.putAll(item.encoded.payloads());
    }
    values.forEach(this::addPayload);
  }

  /// What never changes after the start comes from the first append.
  private void addMove(Chain chain) {
    var born = chain.first().row();
    var now = chain.last().row();
    moves.add(
        chain.execution(),
        numbers(
            chain.first().expected(),
            now.lastEvent(),
            now.progress(),
            Micros.of(now.endedAt()),
            born.playbook().version(),
            born.parent(),
            Micros.of(born.startedAt()),
            catalogId.applyAsLong(now.playbook())),
        now.phase().name(),
        born.playbook().path(),
        born.owner());
  }

  private void add(Encoded encoded) {
    var append = encoded.append();
    encoded.events().forEach(this::addEvent);
    for (var line : append.logs()) {
      logs.add(
          move,
          numbers(line.visit(), line.attempt(), line.text().length()),
          line.step(),
          line.text());
      logs.behind(Micros.of(append.at()));
    }
    boolean covered = isCovered(append);
    if (!append.guard().job().isEmpty()) {
      guards.add(move, numbers(append.guard().fence(), covered ? 0 : 1), append.guard().job());
      leasesEnded += covered ? 1 : 0;
    }
    int births = 0;
    for (var change : encoded.changes()) {
      if (change.command() instanceof Command.RunJob(var job, var leased)) {
        long birth = append.row().lastEvent() << BIRTH_BITS | births++;
        addJob(new Birth(birth, job, leased, append), change);
      } else {
        boolean covers = covered && isGuarded(append, change.command());
        addChange(change, append.holder(), covers ? append.guard().fence() : ANY_FENCE);
        covered = covered && !covers;
      }
    }
  }

  private static boolean isGuarded(Append append, Command command) {
    return !append.guard().job().isEmpty() && Chain.job(command).equals(append.guard().job());
  }

  /// Whether the first thing done to the job in the guard ends its lease: that finds out by itself
  /// whether the lease still holds.
  private static boolean isCovered(Append append) {
    return append.commands().stream()
        .filter(command -> isGuarded(append, command))
        .findFirst()
        .filter(first -> first instanceof Command.EndJob || first instanceof Command.HoldJob)
        .isPresent();
  }

  private void addEvent(EventRow row) {
    events.add(
        move,
        numbers(
            row.number(),
            row.parent(),
            row.parentExecution(),
            Micros.of(row.createdAt()),
            row.index()),
        row.type(),
        row.nodeName(),
        row.nodeType(),
        row.status(),
        row.context(),
        row.result(),
        row.meta(),
        row.error(),
        row.item(),
        row.worker(),
        row.trace());
  }

  private void addPayload(String name, String json) {
    payloads.add(
        move,
        numbers(json.getBytes(StandardCharsets.UTF_8).length),
        name,
        json,
        Chain.checkpointed(name));
  }

  private record Birth(long number, Job job, boolean leased, Append append) {}

  private void addJob(Birth birth, Encoded.Change change) {
    var job = birth.job();
    var held = birth.leased() ? job.leased() : job;
    jobs.add(
        move,
        numbers(
            round(jobRounds, job.id().name()),
            birth.number(),
            job.visit(),
            job.priority(),
            job.attempt(),
            job.attemptsMax(),
            held.fence(),
            job.deliveries(),
            Micros.of(birth.append().at()),
            birth.leased() ? lease(birth.append().holder()) : 0),
        job.id().name(),
        job.step(),
        job.pool(),
        change.json(),
        change.context(),
        birth.leased() ? birth.append().holder().name() : "");
  }

  /// In microseconds, 0 for an engine's own.
  static long lease(Holder holder) {
    return Micros.of(Instant.EPOCH.plus(holder.lease()));
  }

  private void addChange(Encoded.Change change, Holder holder, long fence) {
    switch (change.command()) {
      case Command.RunJob _ -> throw new IllegalArgumentException("a birth is no change");
      case Command.EndJob(var job) -> ends.add(move, numbers(round(jobRounds, job), fence), job);
      case Command.LeaseJob(var job) ->
          addChange(TAKE, job, numbers(0, 0, lease(holder), fence), holder.name());
      case Command.HoldJob(var job, var attempt, var due) ->
          addChange(HOLD, job, numbers(attempt, Micros.of(due), 0, fence), "");
      case Command.StopJob(var job) -> addChange(STOP, job, numbers(0, 0, 0, fence), "");
      case Command.SetTimer(var timer) ->
          timers.add(
              move,
              numbers(round(timerRounds, timer.name()), 1, Micros.of(timer.due())),
              timer.name(),
              TimerCodec.word(timer.purpose()),
              change.json());
      case Command.EndTimer(var name) ->
          timers.add(move, numbers(round(timerRounds, name), 0, 0), name, "", "");
    }
  }

  private void addChange(int kind, String job, long[] rest, String holder) {
    changes.add(
        move,
        numbers(round(jobRounds, job), kind, rest[0], rest[1], rest[2], rest[3]),
        job,
        holder);
  }

  private int round(Map<String, Integer> touched, String name) {
    int round = touched.merge(name, 1, Integer::sum);
    rounds = Math.max(rounds, round);
    return round;
  }
}
