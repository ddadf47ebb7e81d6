package io.noetl.tool.http;

import io.noetl.job.Failure;
import io.noetl.job.ResultView;
import io.noetl.template.Scope;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Asks for page after page, and joins what they bring. The pages are one attempt: one that fails
/// fails it, and a retry of the step begins with the first again (docs/decisions/0021).
final class Pager {
  /// Twice what a result may have: pages have more in them than what is joined.
  private static final long BYTES_MAX = 64L << 20;

  private final Paging paging;
  private final Turning turning;
  private final Session session;
  private final Watch watch;
  private final long start;
  private final long itemsMax;
  private final Optional<Long> pagesGiven;
  private final List<Value> joined = new ArrayList<>();
  private final Map<UUID, Integer> asked = new HashMap<>();
  private long count;
  private long bytes;

  Pager(Paging paging, Session session, Watch watch, long start) throws ToolFailure {
    this.paging = paging;
    this.session = session;
    this.watch = watch;
    this.start = start;
    turning = new Turning(paging);
    itemsMax = paging.number("limit", 1).orElse(Long.MAX_VALUE);
    pagesGiven = paging.number("max_pages", 1);
  }

  Fields run(ToolCall call) throws ToolFailure, InterruptedException {
    var next = Optional.of(turning.begin(call));
    for (int number = 1; ; number++) {
      var request = keyed(next.get(), call.key(), number);
      refuseRound(request, number);
      var response = read(request, number);
      var page = new Turning.Page(number, request, response, join(response, number), count);
      next = turning.after(page, names(response, number));
      boolean isEnough =
          count >= itemsMax || pagesGiven.filter(it -> it <= page.number()).isPresent();
      if (next.isEmpty() || isEnough) {
        return result(page, next.isEmpty() && count <= itemsMax);
      }
      if (pagesGiven.isEmpty() && number == Paging.PAGES_DEFAULT) {
        throw Paging.invalid(
            "there are more than %d pages: say how many by max_pages, or how many items by limit"
                .formatted(number));
      }
    }
  }

  /// Each page is a request of its own to a receiver that tells repetitions by their key.
  private static ToolCall keyed(ToolCall call, String key, int number) {
    return number == 1
        ? call
        : new ToolCall(
            key + "/page/" + number,
            call.config(),
            call.inputs(),
            call.code(),
            call.context(),
            call.step(),
            call.later());
  }

  /// The same request again would be answered alike, for ever.
  private void refuseRound(ToolCall call, int number) throws ToolFailure {
    var request = Json.write(call.config()) + Json.write(call.inputs());
    var earlier =
        asked.putIfAbsent(UUID.nameUUIDFromBytes(request.getBytes(StandardCharsets.UTF_8)), number);
    if (earlier != null) {
      throw Paging.invalid(
          "page %d is asked for as page %d was, so the pages would have no end: %s"
              .formatted(number, earlier, call.text("endpoint")));
    }
  }

  private Fields read(ToolCall call, int number) throws ToolFailure, InterruptedException {
    for (int made = 1; ; made++) {
      try {
        return session.send(call).result(this::body, watch, start);
      } catch (ToolFailure e) {
        var failure = e.failure();
        var names = paging.with(names(failure, number, made));
        int attempt = made;
        var again = paging.retry().filter(it -> it.wants(attempt, failure, names));
        if (again.isEmpty()) {
          throw new ToolFailure(onPage(failure, number));
        }
        watch.log("page %d: %s; asked for again%n".formatted(number, failure.message()));
        Thread.sleep(again.get().delay(made, failure));
      }
    }
  }

  private static Failure onPage(Failure failure, int number) {
    return new Failure(
        failure.kind(),
        failure.code(),
        "page %d: %s".formatted(number, failure.message()),
        failure.trace(),
        failure.result());
  }

  private Fields body(java.net.http.HttpResponse<InputStream> response, InputStream body)
      throws IOException, ToolFailure {
    var read = Bodies.read(response.headers(), new Counted(body), watch);
    if (bytes > BYTES_MAX) {
      throw ToolFailure.error(
          "response_too_large",
          "the pages together are larger than 64 MiB: ask for less by limit or max_pages");
    }
    return read;
  }

  private final class Counted extends FilterInputStream {
    private Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      bytes += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some = super.read(into, offset, length);
      bytes += Math.max(0, some);
      return some;
    }
  }

  /// Adds what this page brings; how many items that is.
  private long join(Fields response, int number) {
    var merge = paging.path("merge");
    var part = merge.map(path -> path.in(response)).orElseGet(() -> response.get("data"));
    if (part == Null.NULL && merge.isPresent()) {
      watch.log("page %d has nothing at `%s`%n".formatted(number, merge.get()));
    }
    var items =
        switch (part) {
          case Null _ -> List.<Value>of();
          case Items(var list) -> list;
          default -> List.of(part);
        };
    switch (paging.strategy()) {
      case APPEND -> joined.addAll(items);
      case COLLECT -> joined.add(part);
      case REPLACE -> {
        joined.clear();
        joined.add(part);
      }
    }
    count += items.size();
    return items.size();
  }

  private Fields result(Turning.Page last, boolean isComplete) {
    var data =
        switch (paging.strategy()) {
          case APPEND -> new Items(joined.subList(0, (int) Math.min(joined.size(), itemsMax)));
          case COLLECT -> new Items(joined);
          case REPLACE -> joined.getFirst();
        };
    return last.response().toBuilder()
        .put("data", data)
        .put("pages", last.number())
        .put("items", Math.min(count, itemsMax))
        .put("complete", isComplete)
        .build();
  }

  /// What templates see of a page that has come.
  private Scope names(Fields response, int number) {
    var view = new ResultView("response", response, "success", "");
    return name ->
        switch (name) {
          case "response" -> view;
          case "page" -> Num.of(number);
          case "count" -> Num.of(count);
          default -> new Undefined(name);
        };
  }

  /// What they see of one that has not.
  private static Scope names(Failure failure, int number, int attempt) {
    var view = new ResultView("response", failure.result(), "error", failure.message());
    return name ->
        switch (name) {
          case "response", "result" -> view;
          case "status_code" -> view.attribute(name);
          case "error" -> Text.of(failure.message());
          case "page" -> Num.of(number);
          case "attempt" -> Num.of(attempt);
          default -> new Undefined(name);
        };
  }
}
