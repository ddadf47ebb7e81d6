/// Python steps: their code runs in a pool of warm CPython processes, never inside this one.
@NullMarked
package io.noetl.tool.python;

import org.jspecify.annotations.NullMarked;
