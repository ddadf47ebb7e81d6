/// The routes, a class for each theme.
@NullMarked
package io.noetl.server.api;

import org.jspecify.annotations.NullMarked;
