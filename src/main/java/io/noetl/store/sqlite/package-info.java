/// The embedded store: one SQLite file in the data directory, one writer with group commit.
@NullMarked
package io.noetl.store.sqlite;

import org.jspecify.annotations.NullMarked;
