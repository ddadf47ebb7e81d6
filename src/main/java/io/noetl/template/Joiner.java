package io.noetl.template;

import io.noetl.value.Text;
import io.noetl.value.Value;

/// What `joiner(', ')` makes: gives nothing the first time it is called, then its separator.
final class Joiner implements Callable {
  private final String separator;
  private boolean used;

  Joiner(String separator) {
    this.separator = separator;
  }

  @Override
  public String name() {
    return "joiner";
  }

  @Override
  public Value call(Frame frame, Given given) {
    if (used) {
      return Text.of(separator);
    }
    used = true;
    return Text.EMPTY;
  }
}
