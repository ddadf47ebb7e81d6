package io.noetl.engine;

import io.noetl.broker.Entry;
import io.noetl.job.JobId;
import io.noetl.store.Store;
import io.noetl.value.Num;
import io.noetl.value.Text;

/// Which reports were taken before: the history keeps with each what it came under.
final class Accepted {
  private static final int PAGE = 2_000;

  private Accepted() {}

  /// Whether a report on that job under that fence stands in the history.
  static boolean before(Store store, JobId job, long fence) {
    long after = 0;
    while (true) {
      var page = store.read(job.execution(), after, PAGE);
      if (page.stream().anyMatch(entry -> isReport(entry, job, fence))) {
        return true;
      }
      if (page.size() < PAGE) {
        return false;
      }
      after = page.getLast().number();
    }
  }

  private static boolean isReport(Entry entry, JobId job, long fence) {
    var fact = entry.fact();
    return fact.get("kind") instanceof Text(var kind)
        && kind.equals("report")
        && fact.get("job") instanceof Text(var name)
        && name.equals(job.name())
        && fact.get("fence") instanceof Num.Int(var number)
        && number == fence;
  }
}
