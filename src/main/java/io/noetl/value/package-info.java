/// The data that flows: immutable values with the shape of JSON, and the one place that reads and
/// writes JSON text.
@NullMarked
package io.noetl.value;

import org.jspecify.annotations.NullMarked;
