package io.noetl.tool.save;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How data stand in a file; always UTF-8, each record or document ended by a newline.
enum FileFormat {
  /// One document, indented.
  JSON,
  /// One line of JSON for each entry of a list, or for the one value.
  JSONL,
  /// A header and a line for each map of a list; lists of lists have no header.
  CSV,
  /// Text as it is; other data as one line of JSON.
  TEXT,
  /// Rows in columns, typed and compressed; written by [Columnar].
  PARQUET;

  static FileFormat of(String word, Path path) throws ToolFailure {
    var name = path.toString().toLowerCase(Locale.ROOT);
    var format = word.isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : word;
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> JSON;
      case "jsonl", "ndjson" -> JSONL;
      case "csv" -> CSV;
      case "text", "txt", "md", "log" -> TEXT;
      case "parquet", "pq" -> PARQUET;
      default -> {
        if (word.isEmpty()) {
          yield JSON;
        }
        throw ToolFailure.invalid(
            "save", "'format: %s' is none of json, jsonl, csv, text, parquet".formatted(word));
      }
    };
  }

  byte[] written(Value data) throws ToolFailure {
    return utf8(
        switch (this) {
          case JSON -> Json.pretty(data) + "\n";
          case JSONL -> lines(data);
          case CSV -> Csv.of(data).withHeader();
          case PARQUET -> throw new IllegalStateException("parquet is written by Columnar");
          case TEXT -> data instanceof Text(var text) ? text : Json.write(data) + "\n";
        });
  }

  /// The bytes to add to `target`, which need not exist yet.
  byte[] appended(Value data, Path target) throws ToolFailure, IOException {
    return switch (this) {
      case PARQUET ->
          throw ToolFailure.invalid(
              "save", "a parquet file is written at once: append to jsonl or csv, or to a table");
      case JSON ->
          throw ToolFailure.invalid(
              "save", "a json file holds one document: append to jsonl, csv or text");
      case CSV -> isEmpty(target) ? written(data) : utf8(Csv.of(data).under(Csv.header(target)));
      case JSONL, TEXT -> written(data);
    };
  }

  private static boolean isEmpty(Path target) throws IOException {
    return !Files.exists(target) || Files.size(target) == 0;
  }

  private static String lines(Value data) {
    var out = new StringBuilder();
    for (var entry : data instanceof Items(var list) ? list : List.of(data)) {
      out.append(Json.write(entry)).append('\n');
    }
    return out.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
