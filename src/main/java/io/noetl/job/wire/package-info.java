/// The contract between engine and workers as JSON: what travels between a server and a remote
/// worker. The server and the worker use the same classes.
@NullMarked
package io.noetl.job.wire;

import org.jspecify.annotations.NullMarked;
