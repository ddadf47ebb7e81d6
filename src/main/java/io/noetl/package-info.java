/// The front door.
@NullMarked
package io.noetl;

import org.jspecify.annotations.NullMarked;
