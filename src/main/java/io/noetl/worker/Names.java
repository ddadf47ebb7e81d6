package io.noetl.worker;

import io.noetl.job.Job;
import io.noetl.job.ResultView;
import io.noetl.template.Scope;
import io.noetl.tool.Environment;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// The names that all templates of a job can see: those that came with the call, the results of
/// steps, and what only the worker knows (`env`, `secret`, `job`).
final class Names implements Scope {
  private final Job job;
  private final String worker;
  private final Environment environment;
  private final Secrets secrets;
  private final Map<String, ResultView> read;

  /// `read` are the results of the secrets steps that the job's templates name.
  Names(
      Job job,
      String worker,
      Environment environment,
      Secrets secrets,
      Map<String, ResultView> read) {
    this.job = job;
    this.worker = worker;
    this.environment = environment;
    this.secrets = secrets;
    this.read = Map.copyOf(read);
  }

  @Override
  public Value find(String name) {
    return switch (name) {
      case "env" -> new Variables(environment);
      case "secret", "secrets" -> secrets;
      case "job" -> jobFields();
      default -> fromCall(name);
    };
  }

  private Value fromCall(String name) {
    var given = job.call().scope().find(name);
    if (given.isPresent()) {
      return given.get();
    }
    var secret = read.get(name);
    if (secret != null) {
      return secret;
    }
    return job.call().steps().get(name) instanceof Fields step
        ? ResultView.of(name, step)
        : new Undefined(name);
  }

  private Fields jobFields() {
    var id = job.id().toString();
    return Fields.builder()
        .put("id", id)
        .put("uuid", UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString())
        .put("execution_id", Long.toString(job.id().execution()))
        .put("node_id", job.id().execution() + ":" + job.step())
        .put("worker_id", worker)
        .put("key", job.key())
        .put("attempt", job.attempt())
        .build();
  }

  /// All of it as plain data, for code that asks for the `context`.
  Fields context() {
    var context = Fields.builder();
    job.call()
        .steps()
        .forEach(
            (name, step) -> {
              if (step instanceof Fields fields) {
                context.put(name, ResultView.of(name, fields).plain());
              }
            });
    job.call().scope().forEach((name, value) -> context.put(name, value.plain()));
    return context.put("job", jobFields()).build();
  }

  private record Variables(Environment environment) implements View {
    @Override
    public Value attribute(String name) {
      return environment
          .find(name)
          .<Value>map(Text::of)
          .orElseGet(() -> new Undefined("env." + name));
    }

    @Override
    public Value plain() {
      return Null.NULL;
    }

    @Override
    public String kind() {
      return "environment";
    }
  }
}
