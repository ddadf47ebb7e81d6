package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;

/// One who keeps secrets. One instance serves many threads at once.
interface Keeper {
  /// The whole secret; which of its fields is wanted is nothing to it.
  Secret read(Wanted wanted) throws ToolFailure, InterruptedException;
}
