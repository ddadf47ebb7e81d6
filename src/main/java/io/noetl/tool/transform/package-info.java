/// Steps that only compute.
@NullMarked
package io.noetl.tool.transform;

import org.jspecify.annotations.NullMarked;
