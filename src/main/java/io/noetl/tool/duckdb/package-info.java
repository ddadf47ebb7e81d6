/// DuckDB: an analytical database in files, inside this process. Nobody else knows its driver.
@NullMarked
package io.noetl.tool.duckdb;

import org.jspecify.annotations.NullMarked;
