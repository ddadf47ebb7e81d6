/// The tool and the saver `postgres`: statements with typed values both ways, and saves that are
/// written once.
@NullMarked
package io.noetl.tool.postgres;

import org.jspecify.annotations.NullMarked;
