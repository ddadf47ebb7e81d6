package io.noetl.value;

import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// JSON text to and from [Value]; the only place that knows the JSON library.
///
/// Reading is strict, save that `NaN` and `Infinity` are taken and written (Python writes them).
public final class Json {
  /// Deep enough for real data, shallow enough that recursion cannot overflow the stack.
  public static final int DEPTH_MAX = 500;

  /// Twice the largest result that an event may refer to.
  public static final int TEXT_MAX = 64 << 20;

  /// What is read may stand inside something of ours.
  static final int WRITTEN_DEPTH_MAX = DEPTH_MAX + 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(TEXT_MAX)
                  .maxNumberLength(2000)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(WRITTEN_DEPTH_MAX).build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private Json() {}

  /// The one JSON value that `text` holds. Throws [JsonError] with line and column otherwise.
  public static Value read(String text) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return readWhole(parser);
    } catch (JacksonException e) {
      throw error(e);
    }
  }

  /// The same for UTF-8 bytes.
  public static Value read(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      return readWhole(parser);
    } catch (JacksonException e) {
      throw error(e);
    }
  }

  /// `value` as one line of JSON.
  public static String write(Value value) {
    return value == Fields.EMPTY ? "{}" : Compact.of(value);
  }

  /// The same JSON without `NaN`, `Infinity` and `-Infinity`, which few others read: they become
  /// texts of these words. `json` is what was written here.
  public static String strict(String json) {
    return StrictJson.of(json);
  }

  public static byte[] writeBytes(Value value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }

  public static void write(Value value, Writer out) {
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    } catch (JacksonException e) {
      throw error(e);
    }
  }

  public static void write(Value value, OutputStream out) {
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    } catch (JacksonException e) {
      throw error(e);
    }
  }

  /// `value` as indented JSON for people.
  public static String pretty(Value value) {
    return Pretty.of(value);
  }

  private static Value readWhole(JsonParser parser) {
    parser.nextToken();
    if (parser.currentToken() == null) {
      throw new JsonError("expected a JSON value, found nothing");
    }
    var value = readValue(parser);
    if (parser.nextToken() != null) {
      throw new JsonError(
          "expected one JSON value, found more text after it at line %d, column %d"
              .formatted(
                  parser.currentTokenLocation().getLineNr(),
                  parser.currentTokenLocation().getColumnNr()));
    }
    return value;
  }

  private static Value readValue(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readFields(parser);
      case START_ARRAY -> readItems(parser);
      case VALUE_STRING -> Text.of(parser.getString());
      case VALUE_NUMBER_INT -> readWholeNumber(parser);
      case VALUE_NUMBER_FLOAT -> Num.of(parser.getDoubleValue());
      case VALUE_TRUE -> Bool.TRUE;
      case VALUE_FALSE -> Bool.FALSE;
      case VALUE_NULL -> Null.NULL;
      default -> throw new JsonError("unexpected " + parser.currentToken());
    };
  }

  private static Value readWholeNumber(JsonParser parser) {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Num.of(parser.getBigIntegerValue())
        : Num.of(parser.getLongValue());
  }

  private static Value readItems(JsonParser parser) {
    List<Value> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(readValue(parser));
    }
    return list.isEmpty() ? Items.EMPTY : new Items(list);
  }

  private static Value readFields(JsonParser parser) {
    var fields = Fields.builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      fields.put(name, readValue(parser));
    }
    return fields.build();
  }

  private static void write(Value value, JsonGenerator out) {
    switch (value) {
      case Null _ -> out.writeNull();
      case Bool truth -> out.writeBoolean(truth.isTrue());
      case Num.Int(var number) -> out.writeNumber(number);
      case Num.Big(var number) -> out.writeNumber(number);
      case Num.Real(var number) -> writeReal(number, out);
      case Text(var text) -> out.writeString(text);
      case Items(var list) -> {
        out.writeStartArray();
        for (var item : list) {
          write(item, out);
        }
        out.writeEndArray();
      }
      case Fields fields -> {
        out.writeStartObject();
        for (var entry : fields.asMap().entrySet()) {
          out.writeName(entry.getKey());
          write(entry.getValue(), out);
        }
        out.writeEndObject();
      }
      case View view -> write(view.plain(), out);
    }
  }

  private static void writeReal(double number, JsonGenerator out) {
    if (Double.isFinite(number)) {
      out.writeNumber(number);
    } else {
      out.writeRawValue(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }
  }

  private static JsonError error(JacksonException e) {
    var place = e.getLocation();
    var where =
        place == null || place.getLineNr() < 1
            ? ""
            : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    return new JsonError("not valid JSON" + where + ": " + e.getOriginalMessage());
  }

  /// Whether `value` may take more than `limit` bytes, without writing it. Never says no wrongly:
  /// each character is counted as the most bytes that it can take.
  public static boolean mayExceed(Value value, int limit) {
    return bytesMax(value, limit) > limit;
  }

  private static long bytesMax(Value value, long limit) {
    return switch (value) {
      case Text(var text) -> text.length() * 6L + 2;
      case Num.Big(var number) -> number.bitLength() / 3 + 2;
      case Num _ -> 26;
      case Items(var list) -> {
        long size = 2;
        for (var item : list) {
          if (size > limit) {
            break;
          }
          size += 1 + bytesMax(item, limit - size);
        }
        yield size;
      }
      case Fields fields -> {
        long size = 2;
        for (var entry : fields.asMap().entrySet()) {
          if (size > limit) {
            break;
          }
          size += entry.getKey().length() * 6L + 4 + bytesMax(entry.getValue(), limit - size);
        }
        yield size;
      }
      default -> 5;
    };
  }
}
