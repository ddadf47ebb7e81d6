/// What every route has in common: the table of routes, reading requests, checking who asks,
/// answering, and the document that describes all of it. Only `Door` knows the HTTP library.
@NullMarked
package io.noetl.server.http;

import org.jspecify.annotations.NullMarked;
