package io.noetl.engine;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Decision;
import io.noetl.broker.ExecutionId;
import io.noetl.broker.Fact;
import io.noetl.broker.Origin;
import io.noetl.broker.Replay;
import io.noetl.broker.Retrying;
import io.noetl.broker.State;
import io.noetl.broker.Timer;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.store.Holder;
import io.noetl.store.Store;
import io.noetl.store.StoreUnavailable;
import io.noetl.template.Ambient;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shell around the broker. Every fact enters here, is decided upon, and is answered when
/// everything that follows from it is durable.
///
/// One engine runs the executions that it starts or resumes; several may use one store.
public final class Engine implements AutoCloseable {
  /// Enough to keep the store's writer busy; each is one thread.
  private static final int SHARDS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Store store;
  private final Playbooks playbooks;
  private final Settings settings;
  private final InstantSource clock;
  private final String incarnation;
  private final Past past;
  private final Payloads payloads;
  private final Workloads workloads;
  private final Dispatch dispatch;
  private final Rounds rounds;
  private final Clockwork clockwork;
  private final Errands errands;
  private final Endings endings = new Endings();
  private final Shard[] shards = new Shard[SHARDS];
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong pieces = new AtomicLong();
  private final List<Observer> observers = new CopyOnWriteArrayList<>();

  /// Sees what has been committed; must be quick, and is called on the engine's threads.
  public interface Observer {
    void committed(long execution, Decision decision);
  }

  public Engine(Store store, Playbooks playbooks, Settings settings, InstantSource clock) {
    this.store = store;
    this.playbooks = playbooks;
    this.settings = settings;
    this.clock = clock;
    this.incarnation = store.engines().enter();
    this.past = new Past(store, playbooks);
    this.payloads = new Payloads(store, settings.inlineMax());
    this.workloads = new Workloads(settings.env());
    this.dispatch = new Dispatch(store.isShared(), incarnation);
    this.rounds = new Rounds(this);
    this.clockwork = new Clockwork(this);
    this.errands = new Errands(this);
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard(this);
      threads.add(Thread.ofPlatform().daemon().name("shard-" + i).start(shards[i]));
    }
    threads.add(Thread.ofVirtual().name("clockwork").start(clockwork));
    threads.add(Thread.ofVirtual().name("rounds").start(rounds));
    store.listen(rounds::hear);
  }

  public void observe(Observer observer) {
    observers.add(observer);
  }

  /// The jobs of this engine for the worker in the same process.
  public JobSource localJobs() {
    return new Desk(this, Holder.engine(incarnation));
  }

  /// The jobs for a worker elsewhere, who must renew its leases.
  public JobSource jobs(Holder worker) {
    rounds.watchLeases();
    return new Desk(this, worker);
  }

  /// What a request came to.
  public sealed interface Answer<T> {}

  /// It was done.
  public record Done<T>(T value) implements Answer<T> {}

  /// It cannot be done.
  public record Refused<T>(Refusal refusal) implements Answer<T> {}

  /// Starts an execution as ordered; durable when it returns. Where the order names an id that is
  /// taken, nothing happens: the same order came before.
  public Answer<Long> start(Order order) throws InterruptedException {
    return start(order, _ -> {});
  }

  /// The same, and waits until it has ended; its last state.
  public Answer<State> run(Order order) throws InterruptedException {
    var ended = new AtomicReference<CompletableFuture<State>>(new CompletableFuture<>());
    return switch (start(order, execution -> ended.set(endings.of(execution)))) {
      case Done(var execution) when order.execution() == 0 ->
          new Done<>(ended(execution, ended.get()));
      case Done(var execution) -> new Done<>(await(execution)); // It may have ended long ago.
      case Refused(var refusal) -> new Refused<>(refusal);
    };
  }

  private Answer<Long> start(Order order, LongConsumer beforehand) throws InterruptedException {
    var given = new Workloads.Given(order.payload(), order.merging(), order.settings());
    try {
      while (true) {
        boolean isNamed = order.execution() != 0;
        long execution = isNamed ? order.execution() : ExecutionId.of(now(), chance());
        var workload = workload(order.playbook(), given, execution);
        var start =
            new Fact.Start(order.playbook().ref(), workload, order.origin(), order.retryOf());
        beforehand.accept(execution);
        // Anything else means that the id is taken: draw another.
        if (tell(execution, start) instanceof Told.Accepted || isNamed) {
          return new Done<>(execution);
        }
      }
    } catch (Misfit e) {
      return new Refused<>(e.refusal());
    } catch (TemplateError e) {
      return new Refused<>(
          new Refusal.InvalidPayload("the workload cannot be rendered: " + e.getMessage()));
    }
  }

  /// Starts a new execution that takes over what an ended one had completed, and begins at what
  /// failed or was cut off; or at `step`, unless it is empty.
  public Answer<Long> retry(long execution, String step) throws InterruptedException {
    return retry(execution, step, 0);
  }

  /// The same under the id `again`, unless that is 0. Where it is taken, nothing happens: the same
  /// request came before.
  public Answer<Long> retry(long execution, String step, long again) throws InterruptedException {
    var found = past.load(execution);
    if (found.isEmpty()) {
      return new Refused<>(new Refusal.UnknownExecution(execution));
    }
    var state = found.get().state();
    if (!state.phase().isFinal()) {
      return new Refused<>(new Refusal.GoesOn(execution, state.phase().name()));
    }
    var playbook = found.get().broker().playbook();
    if (!step.isEmpty() && !playbook.graph().has(step)) {
      return new Refused<>(new Refusal.UnknownStep(execution, step));
    }
    var history = past.history(execution);
    if (history.size() < state.version()) { // It was deleted meanwhile.
      return new Refused<>(new Refusal.UnknownExecution(execution));
    }
    var takeover =
        step.isEmpty()
            ? Retrying.afterFailure(execution, history)
            : Retrying.from(step, playbook, execution, history);
    if (!step.isEmpty() && !takeover.exists()) {
      return new Refused<>(new Refusal.UnknownStep(execution, step));
    }
    var start =
        new Fact.Start(
            state.playbook(),
            payloads.load(state.workload()),
            Origin.NONE,
            execution,
            takeover.loaded(content -> Content.of(payloads.load(content))));
    while (true) {
      long retry = again == 0 ? ExecutionId.of(now(), chance()) : again;
      if (tell(retry, start) instanceof Told.Accepted || retry == again) {
        return new Done<>(retry);
      }
    }
  }

  /// Starts a child unless it exists; false if its id belongs to another execution.
  boolean startChild(Playbooks.Ready playbook, Timer.StartChild it) throws InterruptedException {
    var given = new Workloads.Given(it.payload(), Merging.DEEP, Fields.EMPTY);
    var workload = workload(playbook, given, it.child());
    var told = tell(it.child(), new Fact.Start(playbook.ref(), workload, it.origin(), 0));
    return !(told instanceof Told.Nothing(var state)) || state.origin().equals(it.origin());
  }

  private Fields workload(Playbooks.Ready playbook, Workloads.Given given, long execution) {
    return workloads.prepare(
        playbook.broker().playbook(), given, execution, Ambient.of(now(), chance()));
  }

  /// Asks the execution to stop; it ends when what runs has been stopped.
  public Answer<Long> cancel(long execution, String detail) throws InterruptedException {
    return ask(execution, new Fact.CancelRequested(detail));
  }

  public Answer<Long> pause(long execution) throws InterruptedException {
    return ask(execution, new Fact.PauseRequested());
  }

  public Answer<Long> resume(long execution) throws InterruptedException {
    return ask(execution, new Fact.ResumeRequested());
  }

  private Answer<Long> ask(long execution, Fact fact) throws InterruptedException {
    return switch (tell(execution, fact)) {
      case Told.Accepted _ -> new Done<>(execution);
      case Told.Nothing(var state) when state.phase().isFinal() ->
          new Refused<>(new Refusal.Ended(execution, state.phase().name()));
      case Told.Nothing _, Told.Stale _ -> new Done<>(execution);
      case Told.Unknown _ -> new Refused<>(new Refusal.UnknownExecution(execution));
    };
  }

  /// Takes an unfinished execution over, with the children it waits for, and goes on with it at
  /// once. Refused while another engine that is at work runs it.
  public Answer<Long> takeOver(long execution) throws InterruptedException {
    return new Recovery(this).takeOver(execution);
  }

  /// Takes over all unfinished executions whose engine is gone, and goes on with them; how many.
  /// For stores with owners: in a shared one that goes by itself.
  public int takeOverOrphans() throws InterruptedException {
    return new Recovery(this).takeOverOrphans();
  }

  /// Waits until the execution has ended, and answers with its last state.
  public State await(long execution) throws InterruptedException {
    var ended = endings.of(execution);
    var row = store.executions().find(execution);
    if (row.isPresent() && row.get().phase().isFinal()) {
      return past.load(execution).orElseThrow().state();
    }
    return ended(execution, ended);
  }

  private State ended(long execution, CompletableFuture<State> ended) throws InterruptedException {
    try {
      return store.isShared() ? awaitAnywhere(execution, ended) : ended.get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  /// In a shared store another engine may end it: looks once a second.
  private State awaitAnywhere(long execution, CompletableFuture<State> ended)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return ended.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        var row = store.executions().find(execution);
        if (row.isPresent() && row.get().phase().isFinal()) {
          return past.load(execution).orElseThrow().state();
        }
      }
    }
  }

  /// What the execution gave, as data.
  public io.noetl.value.Value result(State state) {
    return payloads.load(state.result());
  }

  /// Ends all threads; what was not acknowledged was not done. Executions stay as they are.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    errands.close();
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  // What the parts of the engine use.

  Told tell(long execution, Fact fact) throws InterruptedException {
    return tell(Request.of(execution, fact));
  }

  /// Puts the fact to its shard and waits for what becomes of it.
  Told tell(Request request) throws InterruptedException {
    shard(request).tell(request);
    return answer(request);
  }

  /// Puts the fact to its shard, to be decided upon with others.
  void offer(Request request) throws InterruptedException {
    shard(request).offer(request);
  }

  private Shard shard(Request request) {
    return shards[shardOf(request.execution())];
  }

  /// Which of the shards an execution belongs to; all that one of them appends comes in its order.
  public static int shardOf(long execution) {
    return Math.floorMod(Long.hashCode(execution), SHARDS);
  }

  Told answer(Request request) throws InterruptedException {
    try {
      return request.told().get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case StoreUnavailable cause ->
          new StoreUnavailable(String.valueOf(cause.getMessage()), cause);
      case Incident cause ->
          new Incident(cause.execution(), String.valueOf(cause.getMessage()), cause);
      case null, default -> new IllegalStateException(e.getCause());
    };
  }

  /// After a commit: tells observers, hands jobs over, sets timers.
  void committed(Request request, Decision decision, Holder holder) {
    long execution = request.execution();
    for (var command : decision.commands()) {
      dispatch(execution, command, holder);
    }
    if (request.fact() instanceof Fact.ResumeRequested) {
      clockwork.wake(execution);
      dispatch.heard(""); // Its jobs on the queue are to be had again.
    }
    observers.forEach(observer -> tell(observer, execution, decision));
    if (decision.after().phase().isFinal()) {
      endings.ended(decision.after());
    }
  }

  /// What is committed stays so, whatever becomes of those who look on.
  private static void tell(Observer observer, long execution, Decision decision) {
    try {
      observer.committed(execution, decision);
    } catch (RuntimeException e) {
      LOG.error("event=observer_failed execution={}", execution, e);
    }
  }

  private void dispatch(long execution, Command command, Holder holder) {
    switch (command) {
      case Command.RunJob(var job, var leased) -> {
        if (leased) {
          dispatch.handOver(job.leased(), holder);
        } else {
          dispatch.queue(job);
        }
      }
      case Command.LeaseJob _ -> {}
      case Command.HoldJob(var name, var attempt, var due) -> hold(execution, name, attempt, due);
      case Command.EndJob(var name) -> dispatch.ended(new JobId(execution, name));
      case Command.StopJob(var name) -> dispatch.stop(new JobId(execution, name));
      case Command.SetTimer(var timer) -> clockwork.set(execution, timer);
      case Command.EndTimer(var name) -> clockwork.end(execution, name);
    }
  }

  private void hold(long execution, String name, int attempt, Instant due) {
    var id = new JobId(execution, name);
    var job =
        dispatch
            .running(id)
            .map(Dispatch.Taken::job)
            .or(() -> store.job(execution, name).map(it -> it.job()));
    dispatch.ended(id);
    job.ifPresent(it -> clockwork.offer(it.asAttempt(attempt), due));
  }

  void failed(Incident incident) {
    endings.failed(incident);
  }

  /// Decides a whole history again; see [Replay#verify].
  public Optional<Replay.Divergence> verify(long execution) {
    var live = past.load(execution).orElseThrow();
    return Replay.verify(live.broker(), execution, past.history(execution), payloads::load);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  InstantSource clock() {
    return clock;
  }

  long chance() {
    return ThreadLocalRandom.current().nextLong();
  }

  Past past() {
    return past;
  }

  Store store() {
    return store;
  }

  Playbooks playbooks() {
    return playbooks;
  }

  Payloads payloads() {
    return payloads;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  /// Another number each time.
  long nextPiece() {
    return pieces.incrementAndGet();
  }

  void watchLeases() {
    rounds.watchLeases();
  }

  Clockwork clockwork() {
    return clockwork;
  }

  Errands errands() {
    return errands;
  }

  Settings settings() {
    return settings;
  }

  public String incarnation() {
    return incarnation;
  }

  /// The name under which the local worker's attempts stand in the history.
  String worker() {
    return "local";
  }

  /// The same for whoever holds a lease.
  String workerName(Holder holder) {
    return holder.name().equals(incarnation) ? worker() : holder.name();
  }

  /// Completes when the execution has ended here.
  CompletableFuture<State> ending(long execution) {
    return endings.of(execution);
  }
}
