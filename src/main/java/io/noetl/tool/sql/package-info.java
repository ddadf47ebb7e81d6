/// SQL as text: where statements end, and where values go. Known to all tools that send it.
@NullMarked
package io.noetl.tool.sql;

import org.jspecify.annotations.NullMarked;
