/// Measures the engine: workloads, the store's own limit beside them, and what both cost.
@NullMarked
package io.noetl.cli.bench;

import org.jspecify.annotations.NullMarked;
