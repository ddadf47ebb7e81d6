package io.noetl.broker;

/// Where an execution as a whole stands. The last three are final.
public enum Phase {
  /// Nothing has happened yet.
  NEW,
  RUNNING,
  /// Started steps go on, nothing new is begun.
  PAUSED,
  /// Nothing new is begun and what runs is being stopped.
  CANCELLING,
  COMPLETED,
  FAILED,
  CANCELLED;

  public boolean isFinal() {
    return switch (this) {
      case NEW, RUNNING, PAUSED, CANCELLING -> false;
      case COMPLETED, FAILED, CANCELLED -> true;
    };
  }
}
