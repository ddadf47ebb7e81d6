package io.noetl.job;

import io.noetl.value.Value;
import java.util.List;

/// How an attempt ended. `log` is what the tool printed (bounded by the worker).
public sealed interface Outcome {
  String log();

  List<SaveReport> saves();

  /// It succeeded, its save included. With the verdict RETRY nothing was saved and the broker tries
  /// again or fails the step.
  record Succeeded(Value result, Verdict verdict, List<SaveReport> saves, String log)
      implements Outcome {
    public Succeeded {
      saves = List.copyOf(saves);
    }
  }

  /// It failed.
  record Failed(Failure failure, Verdict verdict, List<SaveReport> saves, String log)
      implements Outcome {
    public Failed {
      saves = List.copyOf(saves);
    }
  }

  /// The collection of an iterator over playbooks is evaluated: one child is to be started for each
  /// element, with these inputs. `items` and `inputs` have the same size.
  record Planned(List<Value> items, List<Value> inputs, String log) implements Outcome {
    public Planned {
      items = List.copyOf(items);
      inputs = List.copyOf(inputs);
    }

    @Override
    public List<SaveReport> saves() {
      return List.of();
    }
  }
}
