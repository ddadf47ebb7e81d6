/// The pure heart: what has happened, and what follows from it. No I/O, no clock, no threads, no
/// logging; time, ids and chance arrive as values.
@NullMarked
package io.noetl.broker;

import org.jspecify.annotations.NullMarked;
