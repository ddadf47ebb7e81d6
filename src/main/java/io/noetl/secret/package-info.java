/// Secrets at rest: credentials under master keys, access tokens and what their roles may do.
@NullMarked
package io.noetl.secret;

import org.jspecify.annotations.NullMarked;
