/// Takes jobs while it has room, runs their tools, and reports how they ended.
@NullMarked
package io.noetl.worker;

import org.jspecify.annotations.NullMarked;
