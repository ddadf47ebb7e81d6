package io.noetl.worker;

import io.noetl.template.Scope;
import io.noetl.value.Fields;
import java.time.Duration;

/// One attempt at one tool call, rendered: the job's own, or that of one iteration.
///
/// `key` is the idempotency key; `scope` has the names for what is rendered around the run, the
/// inputs among them; `extras` are further arguments that python code may name; `context` is what
/// code gets that asks for it; `attempt` counts the tries of this call, `jobAttempt` those of the
/// job (the tries of an iteration begin anew when a job is delivered again, those of the job do
/// not); a `timeout` of zero is none.
record Work(
    String key,
    String step,
    String tool,
    Fields config,
    Fields inputs,
    Fields extras,
    String code,
    Plan plan,
    Scope scope,
    Context context,
    int attempt,
    int jobAttempt,
    Duration timeout) {

  Work withScope(Scope newScope) {
    return new Work(
        key,
        step,
        tool,
        config,
        inputs,
        extras,
        code,
        plan,
        newScope,
        context,
        attempt,
        jobAttempt,
        timeout);
  }

  /// Makes plain data of all the names of a call.
  @FunctionalInterface
  interface Context {
    Fields plain();
  }
}
