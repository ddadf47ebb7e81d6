package io.noetl.broker;

import io.noetl.broker.Activity.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What must stand on the queue and among the timers in a given state: no more and no less.
public final class Standing {
  private Standing() {}

  /// The names of the jobs that the state waits for.
  public static Set<String> jobs(Broker broker, State state) {
    var jobs = new TreeSet<String>();
    for (var activity : state.activities()) {
      var task = broker.playbook().step(activity.step()).task().orElseThrow();
      var turns = activity.turns();
      if (Attempts.hasJob(activity, task)) {
        jobs.add(activity.job());
      }
      if (!turns.isPlanned() || activity.stage() != Stage.RUNNING) {
        continue;
      }
      for (int i = 0; i < turns.total(); i++) {
        boolean isThrough = turns.succeeded().has(i) || turns.failed().has(i);
        if (turns.started().has(i)
            && !isThrough
            && turns.children().find(Integer.toString(i)).isEmpty()) {
          jobs.add(activity.job() + "/save/" + i);
        }
      }
      if (turns.succeeded().count() + turns.failed().count() == turns.total()) {
        jobs.add(activity.job() + "/save/-1");
      }
    }
    return jobs;
  }

  /// What is wrong with the timers of the execution itself; those for other executions come and go.
  public static List<String> wrongTimers(Broker broker, State state, List<Timer> timers) {
    var wrong = new ArrayList<String>();
    var needed = new TreeSet<String>();
    var allowed = new TreeSet<String>();
    if (!state.phase().isFinal() && broker.playbook().timeout().isPresent()) {
      allowed.add("timeout");
    }
    for (var activity : state.activities()) {
      var task = broker.playbook().step(activity.step()).task().orElseThrow();
      boolean isAlone = !Attempts.hasJob(activity, task);
      if (activity.stage() == Stage.RETRYING && isAlone) {
        needed.add("retry/" + activity.job());
      }
      if (activity.stage() == Stage.RUNNING && isAlone) {
        allowed.add("attempt/" + activity.job());
        if (task.tool().equals("wait")) {
          needed.add("wait/" + activity.job());
        }
      }
    }
    allowed.addAll(needed);
    for (var timer : timers) {
      boolean isOwn =
          switch (timer.purpose()) {
            case Timer.StartChild _, Timer.CancelChild _ -> false;
            case Timer.PauseChild _, Timer.TellParent _ -> false;
            case Timer.RetryDue _, Timer.WaitDue _, Timer.AttemptTimeout _ -> true;
            case Timer.ExecutionTimeout _ -> true;
          };
      needed.remove(timer.name());
      if (isOwn && !allowed.contains(timer.name())) {
        wrong.add("left over: " + timer.name());
      }
    }
    needed.forEach(name -> wrong.add("missing: " + name));
    return wrong;
  }

  /// The children that the state waits for.
  public static Set<Long> children(State state) {
    var children = new TreeSet<Long>();
    for (var activity : state.activities()) {
      if (activity.stage() == Stage.RUNNING && activity.child() != 0) {
        children.add(activity.child());
      }
      children.addAll(activity.turns().children().values());
    }
    return children;
  }
}
