/// The HTTP server: puts routes, handlers and the parts that they speak to together.
@NullMarked
package io.noetl.server;

import org.jspecify.annotations.NullMarked;
