package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Filters about data as such: defaults, maps laid over maps, encodings and digests.
final class DataFilters {
  private static final Map<String, String> DIGESTS =
      Map.of(
          "md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
          "SHA-512");

  private DataFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("default", "default_value? boolean?", DataFilters::orDefault)
        .alias("d", "default")
        .open("combine", (f, of, given) -> combine(f, of, given, false))
        .open("merge", (f, of, given) -> combine(f, of, given, true))
        .fixed("pprint", "", (f, of, _) -> Text.of(Printing.quoted(f, of)))
        .fixed("b64encode", "", (f, of, _) -> encode(f, of))
        .fixed("b64decode", "", (f, of, _) -> decode(f, of))
        .fixed("hash", "algorithm?", (f, of, args) -> digest(f, of, args.text(0, "sha256")));
    for (var name : DIGESTS.keySet()) {
      shelf.fixed(name, "", (f, of, _) -> digest(f, of, name));
    }
  }

  private static Value orDefault(Frame frame, Value of, Args args) {
    boolean replaced = of instanceof Undefined || (args.truth(1, false) && !Truth.of(of));
    return replaced ? args.value(0, Text.EMPTY) : of;
  }

  /// The entries of a map, or of a list of pairs.
  static List<Table.Entry> entries(Frame frame, Value value) {
    if (Sequences.isMap(value) || value instanceof Namespace) {
      return Sequences.entries(frame, value);
    }
    List<Table.Entry> entries = new ArrayList<>();
    for (var pair : Sequences.of(frame, value)) {
      var both = Sequences.of(frame, pair);
      if (both.size() != 2) {
        throw frame.error(
            "expected pairs of key and value, found %d values".formatted(both.size()));
      }
      entries.add(new Table.Entry(Native.bare(both.getFirst()), both.getLast()));
    }
    return entries;
  }

  private static Value combine(Frame frame, Value of, Given given, boolean deepByDefault) {
    Map<String, Value> named = new LinkedHashMap<>(given.named());
    var recursive = named.remove("recursive");
    if (!named.isEmpty()) {
      throw frame.error("the only named argument is `recursive`");
    }
    boolean deep = recursive == null ? deepByDefault : Truth.of(recursive);
    var combined = of instanceof Undefined ? Sequences.map(frame, List.of()) : of;
    for (var argument : given.positional()) {
      var others = Native.bare(argument) instanceof Items(var list) ? list : List.of(argument);
      for (var other : others) {
        combined = over(frame, combined, other, deep);
      }
    }
    return combined;
  }

  private static Value over(Frame frame, Value under, Value over, boolean deep) {
    var lower = Sequences.entries(frame, under);
    var upper = Sequences.entries(frame, over);
    frame.step(1 + lower.size() + upper.size());
    var entries = new ArrayList<>(lower);
    for (var entry : upper) {
      var old = deep ? Access.item(frame, under, entry.key(), Access.ABSENT) : Access.ABSENT;
      boolean both = Sequences.isMap(old) && Sequences.isMap(entry.value());
      entries.add(
          both ? new Table.Entry(entry.key(), over(frame, old, entry.value(), true)) : entry);
    }
    return Sequences.map(frame, entries);
  }

  /// The bytes of a value: its own, or those of its text in UTF-8.
  static byte[] bytes(Frame frame, Value value) {
    if (value instanceof Bytes bytes) {
      return bytes.bytes();
    }
    if (value instanceof Undefined undefined) {
      throw frame.undefined(undefined);
    }
    var text = Printing.text(frame, value);
    frame.grow(text.length());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Value encode(Frame frame, Value of) {
    if (of instanceof Undefined) {
      return Text.EMPTY;
    }
    var bytes = bytes(frame, of);
    frame.grow(bytes.length * 4L / 3);
    return Text.of(Base64.getEncoder().encodeToString(bytes));
  }

  static Value decode(Frame frame, Value of) {
    try {
      var bytes = Base64.getMimeDecoder().decode(urlSafe(bytes(frame, of)));
      frame.grow(bytes.length);
      return Text.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw frame.error("expected Base64 text: " + e.getMessage());
    }
  }

  private static byte[] urlSafe(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '-' ? (byte) '+' : bytes[i] == '_' ? (byte) '/' : bytes[i];
    }
    return bytes;
  }

  private static Value digest(Frame frame, Value of, String name) {
    var algorithm = DIGESTS.get(Strings.lower(name).replace("-", ""));
    if (algorithm == null) {
      throw frame.error(
          "unknown digest `%s`".formatted(name), "use md5, sha1, sha256, sha384 or sha512");
    }
    var bytes = bytes(frame, of);
    frame.step(1 + bytes.length / 16);
    try {
      return Text.of(HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }
}
