@NullMarked
package io.noetl.server;

import org.jspecify.annotations.NullMarked;
