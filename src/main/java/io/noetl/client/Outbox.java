package io.noetl.client;

import io.noetl.job.JobSource.Receipt;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Reports on their way to a server. What is put in while letters are under way goes with the next
/// one: the busier a worker is, the fewer letters it writes for each job.
///
/// Whoever puts a report in waits for its receipt; what waits is therefore bounded by the slots.
final class Outbox {
  /// While the server commits what one letter says, the next is under way.
  private static final int CARRIERS = 2;

  private static final int REPORTS_MAX = 500;

  /// A larger report goes alone; so a letter has 32 MiB at most.
  private static final int BYTES_MAX = 64 << 10;

  private final Carrier carrier;
  private final BlockingQueue<Letter> waiting = new LinkedBlockingQueue<>();
  private boolean isOpen;

  /// Takes reports to the server; the receipts come in the same order.
  interface Carrier {
    List<Receipt> carry(List<Fields> reports) throws InterruptedException;
  }

  /// A report and what became of it; nothing if it could not be told with others.
  private record Letter(Fields report, CompletableFuture<Optional<Receipt>> answer) {}

  Outbox(Carrier carrier) {
    this.carrier = carrier;
  }

  /// The receipt; none if the report is to be told alone: it is large, or went with one that the
  /// server did not take.
  Optional<Receipt> put(Fields report) throws InterruptedException {
    if (Json.mayExceed(report, BYTES_MAX)) {
      return Optional.empty();
    }
    open();
    var letter = new Letter(report, new CompletableFuture<>());
    waiting.add(letter);
    try {
      return letter.answer().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private synchronized void open() {
    for (int i = 0; i < CARRIERS && !isOpen; i++) {
      Thread.ofVirtual().name("noetl-reports-" + i).start(this::carryOn);
    }
    isOpen = true;
  }

  private void carryOn() {
    List<Letter> letters = new ArrayList<>();
    try {
      while (true) {
        letters.clear();
        letters.add(waiting.take());
        waiting.drainTo(letters, REPORTS_MAX - 1);
        carry(letters);
      }
    } catch (InterruptedException e) {
      letters.forEach(letter -> letter.answer().completeExceptionally(e));
      Thread.currentThread().interrupt();
    }
  }

  private void carry(List<Letter> letters) throws InterruptedException {
    try {
      var receipts = carrier.carry(letters.stream().map(Letter::report).toList());
      if (receipts.size() != letters.size()) {
        throw new IllegalStateException(
            "expected %d receipts, found %d".formatted(letters.size(), receipts.size()));
      }
      for (int i = 0; i < letters.size(); i++) {
        letters.get(i).answer().complete(Optional.of(receipts.get(i)));
      }
    } catch (RuntimeException | Error e) {
      boolean isAway = e.getCause() instanceof Unreachable;
      for (var letter : letters) {
        if (isAway) {
          letter.answer().completeExceptionally(e);
        } else {
          letter.answer().complete(Optional.empty());
        }
      }
    }
  }
}
