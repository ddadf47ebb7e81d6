/// What the server needs from others, as small interfaces.
@NullMarked
package io.noetl.server.parts;

import org.jspecify.annotations.NullMarked;
