package io.noetl.server.api;

import io.noetl.server.http.Fault;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// Lists, page by page. A cursor is a number as text that only we understand.
final class Paging {
  static final int LIMIT_MAX = 1_000;
  private static final int LIMIT_DEFAULT = 50;

  private Paging() {}

  static Parameter[] parameters() {
    return new Parameter[] {
      Parameter.query("limit", Kind.WHOLE, "At most so many (1 to %d).".formatted(LIMIT_MAX)),
      Parameter.query("cursor", Kind.TEXT, "The next_cursor of the page before.")
    };
  }

  static int limit(Request request) {
    return (int) request.whole("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
  }

  /// Where the page begins, `first` for the first one.
  static long cursor(Request request, long first) {
    var text = request.text("cursor");
    if (text.isEmpty()) {
      return first;
    }
    try {
      long cursor = Long.parseLong(text);
      if (cursor >= 0) {
        return cursor;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw Fault.parameter("cursor", "the next_cursor of an earlier page", text);
  }

  /// A page of a list that is at hand as a whole.
  static <T> List<T> cut(List<T> all, Request request) {
    long from = Math.min(all.size(), cursor(request, 0));
    return all.subList((int) from, (int) Math.min(all.size(), from + limit(request)));
  }

  /// The answer for such a page.
  static Fields answer(String key, List<? extends Value> page, Request request, int all) {
    long next = cursor(request, 0) + page.size();
    return answer(key, page, next < all ? Long.toString(next) : "");
  }

  /// `next` is empty at the end.
  static Fields answer(String key, List<? extends Value> page, String next) {
    return Fields.builder()
        .put(key, new Items(List.copyOf(page)))
        .put("next_cursor", next.isEmpty() ? Null.NULL : Text.of(next))
        .build();
  }

  static Reply reply(String key, List<? extends Value> page, Request request, int all) {
    return Reply.json(answer(key, page, request, all));
  }
}
