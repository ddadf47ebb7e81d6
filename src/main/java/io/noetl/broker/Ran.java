package io.noetl.broker;

import io.noetl.job.ResultView;
import io.noetl.value.Items;
import java.util.Optional;

/// What is known of a step that has been entered: how often, and how its latest finished visit
/// ended (nothing for a router, or while the first visit goes on).
record Ran(int visits, Optional<Ended> latest) {
  static final Ran NEVER = new Ran(0, Optional.empty());
  static final String SUCCESS = "success";
  static final String ERROR = "error";

  /// The end of a visit: the payload, or the error of one that failed and was handled; `errors` of
  /// an iterator's items.
  record Ended(Content result, String status, String error, Items errors) {
    Ended(Content result, String status, String error) {
      this(result, status, error, Items.EMPTY);
    }

    ResultView view(String step, Contents contents) {
      return new ResultView(step, contents.of(result), status, error, errors);
    }
  }
}
