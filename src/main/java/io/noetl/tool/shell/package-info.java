/// Steps that run a command of the operating system.
@NullMarked
package io.noetl.tool.shell;

import org.jspecify.annotations.NullMarked;
