package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Filters for HTML and addresses. There is no automatic escaping: `safe` changes nothing.
final class HtmlFilters {
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("<.*?>", Pattern.DOTALL);
  private static final Pattern SPACE = Pattern.compile("\\s++");
  private static final Pattern BAD_ATTRIBUTE = Pattern.compile("[\\s/>=]");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://|www\\.)[\\w.-]+\\.[A-Za-z]{2,}(?:[:/?#]\\S*)?");

  private HtmlFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("escape", "", (f, of, _) -> Text.of(escaped(f, Printing.text(f, of))))
        .alias("e", "escape")
        .alias("forceescape", "escape")
        .fixed("safe", "", (f, of, _) -> Text.of(Printing.text(f, of)))
        .fixed("striptags", "", HtmlFilters::withoutTags)
        .fixed("xmlattr", "autospace?", HtmlFilters::attributes)
        .fixed("urlize", "trim_url_limit? nofollow? target? rel?", HtmlFilters::linked)
        .fixed("urlencode", "", HtmlFilters::encode)
        .fixed("urldecode", "", HtmlFilters::decode);
  }

  private static String escaped(Frame frame, String text) {
    frame.grow(text.length());
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      var entity =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> "";
          };
      frame.grow(entity.length());
      if (entity.isEmpty()) {
        out.append(c);
      } else {
        out.append(entity);
      }
    }
    return out.toString();
  }

  private static Value withoutTags(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    var bare = COMMENT.matcher(new PaidText(frame, text)).replaceAll("");
    bare = TAG.matcher(new PaidText(frame, bare)).replaceAll("");
    frame.grow(bare.length());
    return Text.of(unescaped(SPACE.matcher(bare.strip()).replaceAll(" ")));
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static Value attributes(Frame frame, Value of, Args args) {
    var out = new StringBuilder();
    for (var entry : Sequences.entries(frame, of)) {
      if (entry.value() instanceof Undefined || entry.value() == Null.NULL) {
        continue;
      }
      var name = Keys.text(entry.key());
      if (BAD_ATTRIBUTE.matcher(name).find()) {
        throw frame.error("`%s` cannot be the name of an attribute".formatted(name));
      }
      out.append(out.isEmpty() ? "" : " ");
      out.append(escaped(frame, name)).append("=\"");
      out.append(escaped(frame, Printing.text(frame, entry.value()))).append('"');
    }
    return Text.of(args.truth(0, true) && !out.isEmpty() ? " " + out : out.toString());
  }

  private static Value linked(Frame frame, Value of, Args args) {
    var text = escaped(frame, Printing.text(frame, of));
    var matcher = ADDRESS.matcher(new PaidText(frame, text));
    var rel = args.text(3, args.truth(1, false) ? "nofollow noopener" : "noopener");
    var target = args.has(2) ? " target=\"%s\"".formatted(escaped(frame, args.text(2))) : "";
    var out = new StringBuilder();
    int at = 0;
    while (matcher.find()) {
      var address = Strings.strip(matcher.group(), ".,;:!?)", Strings.Ends.RIGHT);
      var href = address.startsWith("www.") ? "https://" + address : address;
      int limit = args.whole(0, Integer.MAX_VALUE);
      var shown =
          address.length() > limit ? address.substring(0, Math.max(0, limit)) + "..." : address;
      frame.grow(2L * address.length() + 40);
      out.append(text, at, matcher.start());
      out.append("<a href=\"%s\" rel=\"%s\"%s>%s</a>".formatted(href, rel, target, shown));
      at = matcher.start() + address.length();
    }
    return Text.of(out.append(text, at, text.length()).toString());
  }

  private static Value encode(Frame frame, Value of, Args args) {
    var bare = Native.bare(of);
    boolean pairs = Sequences.isMap(bare) || bare.kind().equals("list");
    if (!pairs) {
      return Text.of(encoded(frame, Printing.text(frame, of), "/"));
    }
    var out = new StringBuilder();
    for (var entry : DataFilters.entries(frame, bare)) {
      out.append(out.isEmpty() ? "" : "&");
      out.append(inQuery(frame, entry.key())).append('=').append(inQuery(frame, entry.value()));
    }
    return Text.of(out.toString());
  }

  private static String inQuery(Frame frame, Value value) {
    return encoded(frame, Printing.text(frame, value), "").replace("%20", "+");
  }

  private static String encoded(Frame frame, String text, String safe) {
    frame.grow(text.length());
    var out = new StringBuilder(text.length());
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int c = each & 0xff;
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || ("_.-~" + safe).indexOf(c) >= 0);
      if (plain) {
        out.append((char) c);
      } else {
        frame.grow(3);
        out.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    return upperEscapes(out);
  }

  private static String upperEscapes(StringBuilder out) {
    for (int i = 0; i + 2 < out.length(); i++) {
      if (out.charAt(i) == '%') {
        out.setCharAt(i + 1, Character.toUpperCase(out.charAt(i + 1)));
        out.setCharAt(i + 2, Character.toUpperCase(out.charAt(i + 2)));
      }
    }
    return out.toString();
  }

  private static Value decode(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    frame.grow(text.length());
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    int size = 0;
    for (int at = 0; at < bytes.length; at++) {
      int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
      if (bytes[at] == '%' && low >= 0) {
        bytes[size++] = (byte) (high << 4 | low);
        at += 2;
      } else {
        bytes[size++] = bytes[at] == '+' ? (byte) ' ' : bytes[at];
      }
    }
    return Text.of(new String(bytes, 0, size, StandardCharsets.UTF_8));
  }
}
