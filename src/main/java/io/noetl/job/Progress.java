package io.noetl.job;

import java.util.List;

/// A batch of an iterator's news while it goes on: how many iterations there are in all, which
/// began and which ended since the last batch.
public record Progress(int total, List<Started> started, List<Iteration> ended) {
  public Progress {
    started = List.copyOf(started);
    ended = List.copyOf(ended);
  }

  /// An iteration that began.
  public record Started(int index, io.noetl.value.Value item) {}
}
