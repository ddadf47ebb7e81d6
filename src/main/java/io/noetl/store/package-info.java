/// Memory that survives: what every store must do. One sub-room for each kind of store.
@NullMarked
package io.noetl.store;

import org.jspecify.annotations.NullMarked;
