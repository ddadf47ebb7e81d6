package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.save.Columnar;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Writes rows as a Parquet file: types from the rows, lists and maps as lists and structs.
public final class ParquetWriter implements Columnar {
  private final DuckDbTool duckDb;

  public ParquetWriter(DuckDbTool duckDb) {
    this.duckDb = duckDb;
  }

  @Override
  public void write(Value data, Path file, Watch watch) throws ToolFailure, InterruptedException {
    var rows = rows(data);
    var names = new ArrayList<String>();
    var columns = new ArrayList<Column>();
    Writing.shapes(rows, Shape.Depth.NESTED)
        .forEach(
            (name, shape) -> {
              names.add(name);
              columns.add(Column.of(name, shape));
            });
    if (columns.isEmpty()) {
      throw invalid("parquet needs a row at least: its columns are those that the rows name");
    }
    try {
      duckDb.session(
          new Place.Memory(),
          Limits.DEFAULT,
          watch,
          lease -> {
            var stage = new Stage(lease.connection(), names, columns, rows);
            return Statements.run(
                lease.connection(),
                "COPY (%s ORDER BY n) TO %s (FORMAT parquet, COMPRESSION zstd)"
                    .formatted(stage.select(), Quoting.literal(file.toString())));
          });
    } catch (SQLException e) {
      throw new ToolFailure(duckDb.failure("parquet: ", e));
    }
  }

  private static List<Fields> rows(Value data) throws ToolFailure {
    var all = data instanceof Items items ? items.list() : List.of(data);
    var rows = new ArrayList<Fields>(all.size());
    for (var each : all) {
      if (!(each instanceof Fields row)) {
        throw invalid("parquet needs a list of maps, not of " + each.kind());
      }
      rows.add(row);
    }
    return rows;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("save", message);
  }
}
