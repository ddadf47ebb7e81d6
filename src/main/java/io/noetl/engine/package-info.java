/// The shell around the broker: one door for facts, decisions appended and dispatched, timers,
/// recovery.
@NullMarked
package io.noetl.engine;

import org.jspecify.annotations.NullMarked;
