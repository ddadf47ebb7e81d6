package io.noetl.tool.http;

import io.noetl.template.Scope;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Turns pages: makes of one page's answer the request for the next.
final class Turning {
  private static final Set<String> LOGINS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private final Paging paging;
  private final Paging.Kind kind;
  private final long first;
  private final Optional<Long> size;

  /// A page that has been read: its number from 1, the call that asked for it, the answer, how many
  /// items it has brought and how many there are by now.
  record Page(int number, ToolCall call, Fields response, long items, long count) {}

  Turning(Paging paging) throws ToolFailure {
    this.paging = paging;
    kind = paging.kind();
    first = paging.number("start", 0).orElse(kind == Paging.Kind.PAGE ? 1L : 0L);
    size = paging.number("size", 1);
  }

  /// The request for the first page.
  ToolCall begin(ToolCall call) {
    return switch (kind) {
      case PAGE, OFFSET -> sized(asking(call, param(), Num.of(first)));
      case CURSOR -> sized(call);
      case NEXT_LINK, RESPONSE -> call;
    };
  }

  private String param() {
    return paging.text("param", kind.name().toLowerCase(Locale.ROOT));
  }

  private ToolCall sized(ToolCall call) {
    var name = paging.text("size_param", kind == Paging.Kind.PAGE ? "size" : "limit");
    return size.map(number -> asking(call, name, Num.of(number))).orElse(call);
  }

  /// The request for the page after this one; empty if this is the last. `names` speak of it.
  Optional<ToolCall> after(Page page, Scope names) throws ToolFailure {
    if (!paging.continues(names) || isAll(page)) {
      return Optional.empty();
    }
    return switch (kind) {
      case NEXT_LINK -> link(page);
      case CURSOR -> cursor(page);
      case PAGE ->
          isOver(page)
              ? Optional.empty()
              : Optional.of(asking(page.call(), param(), Num.of(first + page.number())));
      case OFFSET ->
          isOver(page)
              ? Optional.empty()
              : Optional.of(asking(page.call(), param(), Num.of(first + moved(page))));
      case RESPONSE -> {
        var changes = paging.nextPage(names);
        yield changes.isEmpty() ? Optional.empty() : Optional.of(changed(page.call(), changes));
      }
    };
  }

  private boolean isAll(Page page) {
    return paging
        .path("total")
        .map(path -> path.in(page.response()))
        .filter(total -> total instanceof Num.Int(var whole) && page.count() >= whole)
        .isPresent();
  }

  /// Where nothing else says so, a page without items is the last.
  private boolean isOver(Page page) {
    return page.items() == 0 && !paging.hasCondition();
  }

  /// By as many as came: a server may give fewer than it was asked for. Where items are not
  /// counted, by as many as were asked for.
  private long moved(Page page) {
    return page.count() > 0 ? page.count() : page.number() * size.orElse(1L);
  }

  private Optional<ToolCall> link(Page page) throws ToolFailure {
    var path = paging.path("next");
    var found =
        path.isPresent()
            ? text(path.get().in(page.response()))
            : LinkHeader.next(List.of(header(page, "link"))).orElse("");
    if (found.isBlank()) {
      return Optional.empty();
    }
    var from = URI.create(text(page.response().get("url")));
    URI to;
    try {
      to = Urls.resolve(from, Urls.withQuery(found.strip(), Fields.EMPTY));
    } catch (IllegalArgumentException e) {
      throw unusable(page, found, String.valueOf(e.getMessage()));
    }
    boolean isWeb = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
    if (!isWeb || to.getHost() == null) {
      throw unusable(page, found, "it must lead to http:// or https://");
    }
    if (from.getScheme().equals("https") && to.getScheme().equals("http")) {
      throw unusable(page, found, "it leads from https to http");
    }
    return Optional.of(linked(page.call(), from, to));
  }

  private static ToolFailure unusable(Page page, String link, String why) {
    return ToolFailure.error(
        "paginate",
        "the link of page %d cannot be followed: %s (%s)".formatted(page.number(), why, link));
  }

  /// The link says all of the query; logins of the step's own headers stay with their server.
  private static ToolCall linked(ToolCall call, URI from, URI to) {
    var config = call.config().with("endpoint", Text.of(to.toString())).without("params");
    if (!Redirects.origin(from).equals(Redirects.origin(to))
        && config.get("headers") instanceof Fields headers) {
      config = config.with("headers", withoutLogins(headers));
    }
    boolean isAsking = Requests.isWithoutBody(Requests.method(call));
    return call.with(config, isAsking ? Fields.EMPTY : call.inputs().without("query"));
  }

  private static Fields withoutLogins(Fields headers) {
    var kept = Fields.builder();
    headers.forEach(
        (name, value) -> {
          if (!LOGINS.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, value);
          }
        });
    return kept.build();
  }

  private Optional<ToolCall> cursor(Page page) throws ToolFailure {
    var path =
        paging.path("cursor").orElseThrow(() -> Paging.invalid("type cursor needs 'cursor'"));
    var value = path.in(page.response());
    boolean isLast = value == Null.NULL || value == Bool.FALSE || text(value).isBlank();
    return isLast ? Optional.empty() : Optional.of(asking(page.call(), param(), value));
  }

  /// The call with a parameter of its query changed, wherever its query stands.
  private static ToolCall asking(ToolCall call, String name, Value value) {
    if (call.data() instanceof Fields data) {
      if (data.get("query") instanceof Fields query) {
        return call.with(call.config(), call.inputs().with("query", query.with(name, value)));
      }
      boolean isQuery = !data.has("body") && Requests.isWithoutBody(Requests.method(call));
      if (isQuery && call.inputs().equals(data)) {
        return call.with(call.config(), call.inputs().with(name, value));
      }
    }
    var params = call.config("params") instanceof Fields given ? given : Fields.EMPTY;
    return call.with(call.config().with("params", params.with(name, value)), call.inputs());
  }

  private static ToolCall changed(ToolCall call, Fields changes) throws ToolFailure {
    var changed = call;
    for (var change : changes.asMap().entrySet()) {
      changed = changed(changed, change.getKey(), change.getValue());
    }
    return changed;
  }

  private static ToolCall changed(ToolCall call, String key, Value value) throws ToolFailure {
    var config = call.config();
    return switch (key) {
      case "endpoint", "url", "uri" -> call.with(config.with("endpoint", value), call.inputs());
      case "params", "query" -> {
        var changed = call;
        for (var each : map(key, value).asMap().entrySet()) {
          changed = asking(changed, each.getKey(), each.getValue());
        }
        yield changed;
      }
      case "headers" -> {
        var headers = config.get("headers") instanceof Fields given ? given : Fields.EMPTY;
        yield call.with(config.with("headers", headers.overlaid(map(key, value))), call.inputs());
      }
      case "data", "args" -> call.with(config, call.inputs().overlaid(map(key, value)));
      case "body" -> call.with(config, call.inputs().with("body", value));
      case "payload" -> call.with(config.with("payload", value), call.inputs());
      default ->
          throw Paging.invalid(
              "'next_page' knows endpoint, params, headers, data, body and payload, not '%s'"
                  .formatted(key));
    };
  }

  private static Fields map(String key, Value value) throws ToolFailure {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw Paging.invalid("'next_page.%s' must be a map".formatted(key));
  }

  private static String header(Page page, String name) {
    return page.response().get("headers") instanceof Fields headers ? text(headers.get(name)) : "";
  }

  private static String text(Value value) {
    return value == Null.NULL ? "" : Requests.text(value);
  }
}
