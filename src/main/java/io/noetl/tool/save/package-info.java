/// Places that a step's `save` can write to without a database.
@NullMarked
package io.noetl.tool.save;

import org.jspecify.annotations.NullMarked;
