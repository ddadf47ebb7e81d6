package io.noetl.broker;

import io.noetl.job.ResultView;
import java.util.Optional;

/// What is known of a step that has been entered: how often, and how its latest finished visit
/// ended (nothing for a router, or while the first visit goes on).
record Ran(int visits, Optional<Ended> latest) {
  static final Ran NEVER = new Ran(0, Optional.empty());
  static final String SUCCESS = "success";
  static final String ERROR = "error";

  /// The end of a visit: the payload, or the error of one that failed and was handled.
  record Ended(Content result, String status, String error) {
    ResultView view(String step, Contents contents) {
      return new ResultView(step, contents.of(result), status, error);
    }
  }
}
