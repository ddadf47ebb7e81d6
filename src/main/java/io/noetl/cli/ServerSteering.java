package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.client.Problem;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Text;

/// Steers the executions of a server.
record ServerSteering(Link link) implements SteeringDesk {
  @Override
  public ExecutionRow row(long execution) throws InterruptedException {
    return new ServerExecutions(link).row(execution);
  }

  @Override
  public void ask(ExecutionRow row, Wish wish) throws InterruptedException {
    var reason = wish == Wish.CANCEL ? Fields.of("reason", Text.of(REASON)) : Fields.EMPTY;
    try {
      link.post(ServerExecutions.at(row.execution()).below(wish.word()), reason);
    } catch (Problem e) {
      if (!e.code().equals("ended")) {
        throw e;
      }
    }
  }

  @Override
  public boolean isRun(ExecutionRow row) {
    return true;
  }

  @Override
  public void close() {
    link.close();
  }
}
