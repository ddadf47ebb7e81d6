/// The command line: its commands, and the only place where the parts are put together.
@NullMarked
package io.noetl.cli;

import org.jspecify.annotations.NullMarked;
