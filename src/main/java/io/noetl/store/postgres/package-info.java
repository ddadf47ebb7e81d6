/// The store on PostgreSQL that any number of engines share.
@NullMarked
package io.noetl.store.postgres;

import org.jspecify.annotations.NullMarked;
