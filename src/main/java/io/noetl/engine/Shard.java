package io.noetl.engine;

import io.noetl.broker.Command;
import io.noetl.broker.Decision;
import io.noetl.broker.Fact;
import io.noetl.broker.Occasion;
import io.noetl.broker.State;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where executions change: takes the facts of its share of them, decides in memory,
/// appends a whole batch at once, then answers and dispatches.
final class Shard implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /// Bounds a batch, so that the first fact in it is not kept waiting.
  private static final int BATCH_MAX = 256;

  /// Facts that may wait at the door; further callers wait outside.
  private static final int INBOX_MAX = 4096;

  /// Executions kept in memory; the longest idle leave first and are folded again when needed.
  private static final int LIVE_MAX = 5_000;

  /// A fact that lost this many races in a row has met a bug, not a rival.
  private static final int TRIES_MAX = 100;

  private final Engine engine;
  private final BlockingQueue<Request> inbox = new ArrayBlockingQueue<>(INBOX_MAX);

  /// Held by whoever is at work on this shard's executions.
  private final ReentrantLock working = new ReentrantLock();

  private volatile boolean isClosed;
  private final Map<Long, Live> lives =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Live> eldest) {
          return size() > LIVE_MAX;
        }
      };

  Shard(Engine engine) {
    this.engine = engine;
  }

  void offer(Request request) throws InterruptedException {
    inbox.put(request);
    if (isClosed) {
      refuseAll();
    }
  }

  /// Where nothing waits and nobody is at work, whoever comes does his own work: one caller alone
  /// is served without any other thread. Only where the store lies in this process; callers would
  /// wait for a database no better than the shard does.
  void tell(Request request) throws InterruptedException {
    if (!engine.store().isEmbedded() || !inbox.isEmpty() || isClosed || !working.tryLock()) {
      offer(request);
      return;
    }
    try {
      process(List.of(request));
    } finally {
      working.unlock();
    }
  }

  /// A decision that is ready to be appended.
  private record Prepared(
      Request request, Live live, Decision decision, Append append, Claim claim, int born) {}

  @Override
  public void run() {
    var batch = new ArrayList<Request>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        batch.clear();
        batch.add(inbox.take());
        working.lock();
        try {
          inbox.drainTo(batch, BATCH_MAX - 1);
          process(batch);
        } finally {
          working.unlock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    isClosed = true;
    refuseAll();
  }

  private void refuseAll() {
    var closed = new StoreUnavailable("the engine is closed", new IllegalStateException());
    for (var left = inbox.poll(); left != null; left = inbox.poll()) {
      left.told().completeExceptionally(closed);
    }
  }

  private void process(List<Request> batch) {
    var rest = batch;
    for (int tries = 0; !rest.isEmpty(); tries++) {
      rest = process(rest, tries);
    }
  }

  /// Answers the requests; those that lost a race are returned, to be decided afresh.
  private List<Request> process(List<Request> batch, int tries) {
    var ready = new ArrayList<Prepared>();
    for (var request : batch) {
      prepare(request, tries).ifPresent(ready::add);
    }
    if (ready.isEmpty()) {
      return List.of();
    }
    try {
      var answers = engine.store().commit(ready.stream().map(Prepared::append).toList());
      return conclude(ready, answers);
    } catch (RuntimeException e) {
      LOG.warn("event=commit_failed batch={} reason=\"{}\"", ready.size(), e.getMessage());
      for (var prepared : ready) {
        undo(prepared);
        prepared.request().told().completeExceptionally(e);
      }
      return List.of();
    }
  }

  private Optional<Prepared> prepare(Request request, int tries) {
    try {
      if (tries > TRIES_MAX) {
        throw new IllegalStateException("still contended after %d tries".formatted(tries));
      }
      var live = live(request, tries);
      if (live.isEmpty()) {
        request.told().complete(new Told.Unknown());
        return Optional.empty();
      }
      var prepared = decide(request, live.get());
      if (prepared.isEmpty() && engine.past().catchUp(live.get())) {
        prepared = decide(request, live.get());
      }
      if (prepared.isEmpty()) {
        request.told().complete(new Told.Nothing(live.get().state()));
      }
      return prepared;
    } catch (StoreUnavailable e) {
      lives.remove(request.execution());
      request.told().completeExceptionally(e);
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      lives.remove(request.execution());
      LOG.error("event=incident execution={}", request.execution(), e);
      var incident = new Incident(request.execution(), String.valueOf(e.getMessage()), e);
      engine.failed(incident);
      request.told().completeExceptionally(incident);
      return Optional.empty();
    }
  }

  private Optional<Prepared> decide(Request request, Live live) {
    var claim = claim(request);
    int born = 0;
    boolean isReady = false;
    try {
      var before = live.state();
      var occasion =
          new Occasion(
              engine.now(), engine.chance(), claim.slots(), engine.workerName(claim.holder()));
      var contents = engine.payloads().loaded(live.broker(), before);
      var decision = live.broker().decide(before, request.fact(), occasion, contents);
      if (decision.isEmpty() && request.checkpoint().isEmpty()) {
        return Optional.empty();
      }
      var light = engine.payloads().lighten(before, decision);
      born = born(light.decision());
      live.advance(light.decision().after());
      var append = append(request, live, before, light, claim.holder());
      isReady = true;
      return Optional.of(new Prepared(request, live, light.decision(), append, claim, born));
    } finally {
      engine.dispatch().settle(claim, born);
      if (!isReady) {
        engine.dispatch().conclude(claim, born);
      }
    }
  }

  /// What a decision leases goes to one holder: one that takes a job leaves no slot for others.
  private Claim claim(Request request) {
    if (request.holder().isPresent()) {
      return Claim.none(request.holder().get());
    }
    return engine
        .dispatch()
        .claim(
            request.fact() instanceof Fact.Reported it
                ? new JobId(request.execution(), it.job())
                : null);
  }

  private static int born(Decision decision) {
    int born = 0;
    for (var command : decision.commands()) {
      born += command instanceof Command.RunJob(_, var leased) && leased ? 1 : 0;
    }
    return born;
  }

  private Append append(
      Request request, Live live, State before, Payloads.Lightened light, Holder holder) {
    var state = light.decision().after();
    var payloads = light.payloads();
    if (!request.checkpoint().isEmpty()) {
      payloads = new HashMap<>(payloads);
      payloads.putAll(request.checkpoint());
    }
    var row =
        new ExecutionRow(
            state.execution(),
            state.playbook(),
            state.phase(),
            state.origin().execution(),
            state.startedAt(),
            state.endedAt(),
            state.version(),
            live.broker().progress(state),
            engine.incarnation());
    return new Append(
        request.execution(),
        before.version(),
        request.guard(),
        light.decision().events(),
        light.decision().commands(),
        payloads,
        request.logs(),
        row,
        holder);
  }

  private List<Request> conclude(List<Prepared> ready, List<Append.Answer> answers) {
    var rest = new ArrayList<Request>();
    for (int i = 0; i < ready.size(); i++) {
      var prepared = ready.get(i);
      switch (answers.get(i)) {
        case Append.Appended _ -> {
          if (prepared.decision().after().phase().isFinal()) {
            lives.remove(prepared.request().execution());
          }
          engine.dispatch().conclude(prepared.claim(), prepared.born());
          engine.committed(prepared.request(), prepared.decision(), prepared.claim().holder());
          prepared.request().told().complete(new Told.Accepted(prepared.decision()));
        }
        case Append.Conflict _ -> {
          undo(prepared);
          rest.add(prepared.request());
        }
        case Append.Stale _ -> {
          undo(prepared);
          prepared.request().told().complete(new Told.Stale());
        }
      }
    }
    return rest;
  }

  private void undo(Prepared prepared) {
    lives.remove(prepared.request().execution());
    engine.dispatch().conclude(prepared.claim(), prepared.born());
  }

  /// The execution, from memory or folded from its history; a new one for a start. Whether there is
  /// one of that id already need not be read first: the store refuses the start of a second.
  private Optional<Live> live(Request request, int tries) {
    var known = lives.get(request.execution());
    if (known != null) {
      return Optional.of(known);
    }
    boolean isNew = request.fact() instanceof Fact.Start && tries == 0;
    var found = isNew ? Optional.<Live>empty() : engine.past().load(request.execution());
    if (found.isEmpty() && request.fact() instanceof Fact.Start start) {
      found =
          Optional.of(
              new Live(engine.past().broker(start.playbook()), State.initial(request.execution())));
    }
    found.ifPresent(live -> lives.put(request.execution(), live));
    return found;
  }
}
