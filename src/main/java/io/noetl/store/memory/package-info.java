/// A store in memory, for tests: plain and clear, the measure of the others.
@NullMarked
package io.noetl.store.memory;

import org.jspecify.annotations.NullMarked;
