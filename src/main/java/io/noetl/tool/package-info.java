/// What a step can do: each tool turns a call into a result or a failure.
@NullMarked
package io.noetl.tool;

import org.jspecify.annotations.NullMarked;
