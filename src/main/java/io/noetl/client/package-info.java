/// Speaks with a server elsewhere: for the command line, and for workers.
@NullMarked
package io.noetl.client;

import org.jspecify.annotations.NullMarked;
