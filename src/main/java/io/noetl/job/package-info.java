/// The contract between the engine, which hands out jobs, and the workers, which run them.
@NullMarked
package io.noetl.job;

import org.jspecify.annotations.NullMarked;
