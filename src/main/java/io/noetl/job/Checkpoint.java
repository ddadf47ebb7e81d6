package io.noetl.job;

import java.util.List;

/// What an earlier delivery of an iterator's job had finished: those iterations are not run again.
public record Checkpoint(List<Iteration> finished) {
  public static final Checkpoint NONE = new Checkpoint(List.of());

  public Checkpoint {
    finished = List.copyOf(finished);
  }
}
