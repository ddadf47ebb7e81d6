package io.noetl.store.postgres;

import io.noetl.store.Append;
import io.noetl.store.Encoded;
import java.util.Optional;

/// An append on its way to its answer or its failure.
final class Item {
  final Encoded encoded;
  private Optional<Append.Answer> answer = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();

  Item(Encoded encoded) {
    this.encoded = encoded;
  }

  Append append() {
    return encoded.append();
  }

  boolean isOpen() {
    return answer.isEmpty() && failure.isEmpty();
  }

  void answer(Append.Answer given) {
    answer = Optional.of(given);
  }

  void fail(RuntimeException trouble) {
    failure = Optional.of(trouble);
  }

  Append.Answer result() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return answer.orElseThrow();
  }
}
