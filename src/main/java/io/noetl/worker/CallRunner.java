package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Job;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.time.Duration;
import java.util.List;

/// Turns a job into its outcome.
public final class CallRunner implements AutoCloseable {
  private final Timers timers = new Timers();
  private final Toolbox toolbox;
  private final Environment environment;
  private final Auth auth;
  private final String worker;

  /// `worker` is the name that templates see as `job.worker_id`.
  public CallRunner(
      Toolbox toolbox, Environment environment, Credentials credentials, String worker) {
    this.toolbox = toolbox;
    this.environment = environment;
    this.auth = new Auth(environment, credentials);
    this.worker = worker;
  }

  /// Runs the job on this thread, which `running` watches; an iterator tells `stream` how it goes.
  Outcome run(Job job, Running running, Stream stream) {
    var outcome = unlogged(job, running, stream);
    var log = running.log().text();
    return running
        .redaction()
        .outcome(
            switch (outcome) {
              case Outcome.Succeeded(var result, var verdict, var saves, _) ->
                  new Outcome.Succeeded(result, verdict, saves, log);
              case Outcome.Failed(var failure, var verdict, var saves, _) ->
                  new Outcome.Failed(failure, verdict, saves, log);
              case Outcome.Planned(var items, var inputs, _) ->
                  new Outcome.Planned(items, inputs, log);
            });
  }

  private Outcome unlogged(Job job, Running running, Stream stream) {
    Work work;
    try {
      work = work(job, running);
    } catch (TemplateError e) {
      return failed(Failure.invalid("template", e.message()));
    } catch (ToolFailure e) {
      return failed(e.failure());
    } catch (InterruptedException e) {
      return failed(Failure.cancelled("the step was interrupted"));
    }
    var attempt = new Attempt(toolbox, timers, auth);
    if (work.plan().loop().isEmpty()) {
      return attempt.run(work, running.watch());
    }
    return work.plan().loop().get().body().tool().equals("playbook")
        ? planned(work, attempt, running.watch())
        : attempt.iterate(work, running.watch(), stream);
  }

  private Work work(Job job, Running running) throws ToolFailure, InterruptedException {
    var call = job.call();
    var secrets = new Secrets(environment, running.log(), running.redaction());
    var read = SecretSteps.read(call, environment.providers(), running.watch());
    var names = new Names(job, worker, environment, secrets, read);
    var below = withAuth(names, call.config(), running);
    var inputs = Late.inputs(call, given -> new InputNames(given, below));
    var scope = new InputNames(inputs, withAuth(names, call.config(), running));
    return new Work(
        job.key(),
        job.step(),
        call.tool(),
        Late.config(call, scope),
        inputs,
        Fields.EMPTY,
        call.code(),
        Plan.of(call.plan(), toolbox),
        scope,
        () -> names.context().overlaid(inputs),
        job.attempt(),
        job.attempt(),
        Duration.ofMillis(call.timeoutMillis()));
  }

  /// The fields of the call's own credential under the name `auth`.
  private Scope withAuth(Scope names, Fields config, Running running) {
    return name ->
        name.equals("auth") && config.get("auth") != Null.NULL
            ? auth.view(config.get("auth"), running.watch())
            : names.find(name);
  }

  private static Outcome planned(Work work, Attempt attempt, CallWatch watch) {
    var plans = new Outcome.Planned[1];
    var ending =
        attempt.guarded(
            work,
            watch,
            (_, _) -> {
              plans[0] = new IteratorRun(work, attempt, Stream.NONE).plan(watch);
              return Null.NULL;
            });
    return ending instanceof Ending.Broken(var failure) ? failed(failure) : plans[0];
  }

  private static Outcome failed(Failure failure) {
    return new Outcome.Failed(failure, Verdict.NONE, List.of(), "");
  }

  @Override
  public void close() {
    timers.close();
  }
}
