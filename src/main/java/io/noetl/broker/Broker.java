package io.noetl.broker;

import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.template.Condition;
import io.noetl.template.Document;
import io.noetl.value.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Decides what follows from a fact, for one playbook: a pure function of (playbook, state, fact,
/// occasion). Holds what can be worked out once per playbook and serves many threads.
public final class Broker {
  private static final String SECRETS = "secrets";
  private static final List<String> CALLED = List.of("path", "version", "return_step");

  private final Playbook playbook;
  private final IdentityHashMap<Task, Mentions> mentions = new IdentityHashMap<>();
  private final IdentityHashMap<Task, Document> saves = new IdentityHashMap<>();
  private final IdentityHashMap<Task, Document> called = new IdentityHashMap<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Set<String> secretSteps = new HashSet<>();
  private final LateEdges lateEdges;
  private final boolean mentionsEverything;
  private final int extent;

  public Broker(Playbook playbook) {
    this.playbook = playbook;
    this.extent = playbook.graph().extent();
    this.lateEdges = new LateEdges(playbook);
    boolean everything = false;
    for (var step : playbook.steps()) {
      step.task().ifPresent(this::learn);
      step.task()
          .filter(task -> task.tool().equals(SECRETS))
          .ifPresent(_ -> secretSteps.add(step.name()));
      everything |= step.task().map(task -> mentions(task).everything()).orElse(false);
      mentioned.addAll(namesOf(step));
    }
    this.mentionsEverything = everything;
  }

  public Playbook playbook() {
    return playbook;
  }

  /// What follows from `fact` in `state`. `contents` must hold what [#needs] names. Total: a late
  /// or meaningless fact gives an empty decision.
  public Decision decide(State state, Fact fact, Occasion occasion, Contents contents) {
    return new Deciding(this, state, fact, occasion, contents).decide();
  }

  /// How many of a hundred parts of the way are done, as far as it can be told: steps that are over
  /// out of those that can run.
  public int progress(State state) {
    return state.phase() == Phase.COMPLETED ? 100 : Math.min(99, 100 * state.stepsLeft() / extent);
  }

  /// The stored values that decisions in this state may look at.
  public List<Content.Stored> needs(State state) {
    var needs = new ArrayList<Content.Stored>();
    need(state.workload(), needs);
    state
        .allRan()
        .forEach(
            (step, ran) -> {
              if (mentionsEverything
                  || mentioned.contains(step)
                  || step.equals(state.lastCompleted())
                  || step.equals(state.origin().returnStep())) {
                ran.latest().ifPresent(it -> need(it.result(), needs));
              }
            });
    for (var activity : state.activitiesUnordered()) {
      need(activity.result(), needs);
      need(activity.turns().plan(), needs);
      activity.turns().results().forEach((_, content) -> need(content, needs));
    }
    return needs;
  }

  private static void need(Content content, List<Content.Stored> needs) {
    if (content instanceof Content.Stored stored) {
      needs.add(stored);
    }
  }

  Mentions mentions(Task task) {
    var known = mentions.get(task);
    return known == null ? Mentions.of(task) : known;
  }

  /// The steps that read a secret.
  Set<String> secretSteps() {
    return secretSteps;
  }

  LateEdges lateEdges() {
    return lateEdges;
  }

  /// The data that the task's save would store, as a document; null constant without one.
  Document saveData(Task task) {
    return saves.getOrDefault(task, Document.NULL);
  }

  /// Which playbook an iterator over playbooks calls, rendered for each item; empty for others.
  Document called(Task task) {
    return called.getOrDefault(task, Document.EMPTY);
  }

  private void learn(Task task) {
    mentions.put(task, Mentions.of(task));
    if (task.late().get("task") instanceof Fields body
        && body.get("config") instanceof Fields config) {
      var playbook = Fields.builder();
      CALLED.stream().filter(config::has).forEach(key -> playbook.put(key, config.get(key)));
      called.put(task, Document.of(playbook.build()));
    }
    if (task.late().get("save") instanceof Fields save && save.has("data")) {
      saves.put(task, Document.of(save.get("data")));
    }
  }

  private Set<String> namesOf(Step step) {
    var names = new HashSet<String>();
    step.task().ifPresent(task -> addNames(task, names));
    names.addAll(step.vars().names());
    step.result().ifPresent(result -> names.addAll(result.names()));
    var edges = new ArrayList<>(step.next());
    if (step.onError() instanceof io.noetl.playbook.ErrorRoute.Edges(var more)) {
      edges.addAll(more);
    }
    for (var edge : edges) {
      names.addAll(edge.data().names());
      if (edge.guard() instanceof io.noetl.playbook.Transition.When(var condition)) {
        names.addAll(condition.names());
      }
    }
    return names;
  }

  private void addNames(Task task, Set<String> names) {
    names.addAll(mentions(task).names());
    for (var document :
        List.of(task.config(), task.inputs(), task.defaults(), task.timeout(), task.pool())) {
      names.addAll(document.names());
    }
    task.dynamic().ifPresent(data -> names.addAll(data.names()));
    task.iterator().ifPresent(iterator -> names.addAll(iterator.concurrency().names()));
    for (var condition : List.of(task.retry().retryWhen(), task.retry().stopWhen())) {
      names.addAll(condition.map(Condition::names).orElse(Set.of()));
    }
  }
}
