/// Steps that send an HTTP request.
@NullMarked
package io.noetl.tool.http;

import org.jspecify.annotations.NullMarked;
