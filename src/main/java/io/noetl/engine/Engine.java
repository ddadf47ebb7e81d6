package io.noetl.engine;

import io.noetl.broker.Broker;
import io.noetl.broker.Command;
import io.noetl.broker.Decision;
import io.noetl.broker.ExecutionId;
import io.noetl.broker.Fact;
import io.noetl.broker.Origin;
import io.noetl.broker.Replay;
import io.noetl.broker.State;
import io.noetl.broker.Timer;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.playbook.PlaybookRef;
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

/// The shell around the broker. Every fact enters here, is decided upon, and is answered when
/// everything that follows from it is durable.
///
/// One engine runs the executions that it starts or resumes; several may use one store.
public final class Engine implements AutoCloseable {
  /// Enough to keep the store's writer busy; each is one thread.
  private static final int SHARDS = 4;

  /// Events read at once when a history is folded.
  private static final int PAGE = 2_000;

  private final Store store;
  private final Playbooks playbooks;
  private final Settings settings;
  private final InstantSource clock;
  private final String incarnation;
  private final Payloads payloads;
  private final Workloads workloads;
  private final LocalJobs jobs;
  private final Clockwork clockwork;
  private final Errands errands;
  private final Endings endings = new Endings();
  private final Shard[] shards = new Shard[SHARDS];
  private final List<Thread> threads = new ArrayList<>();
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
    this.payloads = new Payloads(store, settings.inlineMax());
    this.workloads = new Workloads(settings.env());
    this.jobs = new LocalJobs(this);
    this.clockwork = new Clockwork(this);
    this.errands = new Errands(this);
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard(this);
      threads.add(Thread.ofPlatform().daemon().name("shard-" + i).start(shards[i]));
    }
    threads.add(Thread.ofVirtual().name("clockwork").start(clockwork));
    threads.add(Thread.ofVirtual().name("signals").start(new Signals(this)));
  }

  public void observe(Observer observer) {
    observers.add(observer);
  }

  /// The jobs of this engine for a worker in the same process.
  public JobSource localJobs() {
    return jobs;
  }

  /// What a request came to.
  public sealed interface Answer<T> {}

  /// It was done.
  public record Done<T>(T value) implements Answer<T> {}

  /// It cannot be done.
  public record Refused<T>(Refusal refusal) implements Answer<T> {}

  /// Starts an execution of the playbook with `payload` laid over its workload; durable when it
  /// returns. Answers with the execution's id.
  public Answer<Long> start(Playbooks.Ready playbook, Fields payload, Merging merging)
      throws InterruptedException {
    return start(playbook, payload, merging, Fields.EMPTY);
  }

  /// The same, with `settings` laid over all of it; they reach into maps whatever `merging` says.
  public Answer<Long> start(
      Playbooks.Ready playbook, Fields payload, Merging merging, Fields settings)
      throws InterruptedException {
    return start(new Order(0, playbook, payload, merging, settings, Origin.NONE, 0));
  }

  /// Starts an execution as ordered. Where the order names an id that is taken, nothing happens:
  /// the same order came before.
  public Answer<Long> start(Order order) throws InterruptedException {
    var given = new Workloads.Given(order.payload(), order.merging(), order.settings());
    try {
      while (true) {
        boolean isNamed = order.execution() != 0;
        long execution = isNamed ? order.execution() : ExecutionId.of(now(), chance());
        var workload = workload(order.playbook(), given, execution);
        var start =
            new Fact.Start(order.playbook().ref(), workload, order.origin(), order.retryOf());
        // Anything else means that the id is taken: draw another.
        if (tell(execution, start) instanceof Told.Accepted || isNamed) {
          return new Done<>(execution);
        }
      }
    } catch (TemplateError e) {
      return new Refused<>(
          new Refusal.InvalidPayload("the workload cannot be rendered: " + e.getMessage()));
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

  /// Waits until the execution has ended here, and answers with its last state.
  public State await(long execution) throws InterruptedException {
    var ended = endings.of(execution);
    var row = store.executions().find(execution);
    if (row.isPresent() && row.get().phase().isFinal()) {
      return load(execution).orElseThrow().state();
    }
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw rethrown(e);
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
    var request = Request.of(execution, fact);
    offer(request);
    return answer(request);
  }

  void offer(Request request) throws InterruptedException {
    shards[Math.floorMod(Long.hashCode(request.execution()), SHARDS)].offer(request);
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
  void committed(Request request, Decision decision) {
    long execution = request.execution();
    for (var command : decision.commands()) {
      dispatch(execution, command);
    }
    observers.forEach(observer -> observer.committed(execution, decision));
    if (decision.after().phase().isFinal()) {
      endings.ended(decision.after());
    }
  }

  private void dispatch(long execution, Command command) {
    switch (command) {
      case Command.RunJob(var job, var leased) -> {
        if (leased) {
          jobs.handOver(job.leased());
        } else {
          jobs.queue(job);
        }
      }
      case Command.LeaseJob _ -> {}
      case Command.HoldJob(var name, var attempt, var due) -> hold(execution, name, attempt, due);
      case Command.EndJob(var name) -> jobs.ended(new JobId(execution, name));
      case Command.StopJob(var name) -> jobs.stop(new JobId(execution, name));
      case Command.SetTimer(var timer) -> clockwork.set(execution, timer);
      case Command.EndTimer(var name) -> clockwork.end(execution, name);
    }
  }

  private void hold(long execution, String name, int attempt, Instant due) {
    var id = new JobId(execution, name);
    var job = jobs.running(id).or(() -> store.job(execution, name).map(it -> it.job()));
    jobs.ended(id);
    job.ifPresent(it -> clockwork.offer(it.asAttempt(attempt), due));
  }

  void failed(Incident incident) {
    endings.failed(incident);
  }

  /// The execution folded from its history, if there is one.
  Optional<Live> load(long execution) {
    var state = State.initial(execution);
    while (true) {
      var page = store.read(execution, state.version(), PAGE);
      for (var entry : page) {
        state = state.after(entry);
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    return state.version() == 0
        ? Optional.empty()
        : Optional.of(new Live(broker(state.playbook()), state));
  }

  Broker broker(PlaybookRef ref) {
    return switch (playbooks.find(ref.path(), ref.version())) {
      case Playbooks.Ready ready -> ready.broker();
      case Playbooks.Missing(var refusal) -> throw new IllegalStateException(refusal.message());
    };
  }

  /// Decides a whole history again; see [Replay#verify].
  public Optional<Replay.Divergence> verify(long execution) {
    var history = new ArrayList<io.noetl.broker.Entry>();
    while (true) {
      var page = store.read(execution, history.size(), PAGE);
      history.addAll(page);
      if (page.size() < PAGE) {
        break;
      }
    }
    var live = load(execution).orElseThrow();
    return Replay.verify(live.broker(), execution, history, payloads::load);
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

  Store store() {
    return store;
  }

  Playbooks playbooks() {
    return playbooks;
  }

  Payloads payloads() {
    return payloads;
  }

  LocalJobs jobs() {
    return jobs;
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

  /// Completes when the execution has ended here.
  CompletableFuture<State> ending(long execution) {
    return endings.of(execution);
  }
}
