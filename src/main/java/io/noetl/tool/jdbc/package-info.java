/// The tools and savers `jdbc` and `snowflake`: any database for which there is a JDBC driver.
@NullMarked
package io.noetl.tool.jdbc;

import org.jspecify.annotations.NullMarked;
