package io.noetl.bench;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// What JSON costs, by the size of its text: rows of a table, as steps return them.
public class JsonBenchmark extends Timing {
  @Param({"1024", "65536"})
  public int bytes;

  private Value value = Items.EMPTY;
  private String text = "[]";

  @Setup
  public void fill() {
    var rows = new ArrayList<Value>();
    while (text.length() < bytes) {
      int n = rows.size();
      var row = Fields.builder().put("id", n).put("name", "row " + n).put("open", n % 2 == 0);
      rows.add(row.put("note", "a little text, \"quoted\" here and there").build());
      value = new Items(rows);
      text = Json.write(value);
    }
  }

  @Benchmark
  public String write() {
    return Json.write(value);
  }

  @Benchmark
  public Value read() {
    return Json.read(text);
  }
}
