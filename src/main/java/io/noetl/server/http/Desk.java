package io.noetl.server.http;

import io.noetl.engine.Incident;
import io.noetl.secret.SecretError;
import io.noetl.store.StoreUnavailable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request passes: who asks, for what, with what; then the route's handler. What goes
/// wrong becomes a problem document.
final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final String API = "/api";
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,30}");
  private static final Set<String> LOOKING = Set.of("GET", "HEAD");

  private final Routes routes;
  private final Guard guard;
  private final Pages pages;

  Desk(Routes routes, Guard guard, Pages pages) {
    this.routes = routes;
    this.guard = guard;
    this.pages = pages;
  }

  /// An answer, and the path of the route that gave it, for the figures.
  record Given(Reply reply, String route) {}

  Given answer(Incoming request) {
    var found = find(request);
    var route = found instanceof Routes.Matched(var it, _) ? it.path() : "none";
    return new Given(reply(request, found), route);
  }

  private Routes.Found find(Incoming request) {
    var verb = request.verb().equals("HEAD") ? "GET" : request.verb();
    return routes.find(verb, request.path());
  }

  private Reply reply(Incoming request, Routes.Found found) {
    try {
      return handle(request, found);
    } catch (Fault e) {
      return Reply.problem(e, request.path());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Reply.problem(leaving(), request.path());
    } catch (StoreUnavailable e) {
      LOG.warn("event=request_refused path={} reason=\"{}\"", request.path(), e.getMessage());
      return Reply.problem(away(e), request.path());
    } catch (SecretError e) {
      LOG.error("event=secret_unusable path={} reason=\"{}\"", request.path(), e.getMessage());
      return Reply.problem(Fault.of(503, "secret-unusable", e.message()), request.path());
    } catch (Incident e) {
      var incident = Fault.of(500, "incident", String.valueOf(e.getMessage()));
      return Reply.problem(incident, request.path());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("event=request_failed verb={} path={}", request.verb(), request.path(), e);
      var bug = Fault.of(500, "internal", "the server met a bug; its log says more");
      return Reply.problem(bug, request.path());
    }
  }

  private static Fault leaving() {
    return Fault.of(503, "leaving", "this server is stopping").withHeader("Retry-After", "1");
  }

  private static Fault away(StoreUnavailable e) {
    return Fault.of(503, "store-unavailable", String.valueOf(e.getMessage()))
        .withHeader("Retry-After", "1");
  }

  private Reply handle(Incoming request, Routes.Found found) throws InterruptedException {
    guard.checkOrigin(request);
    return switch (found) {
      case Routes.Matched(var route, var variables) -> handle(request, route, variables);
      case Routes.OtherVerbs(var verbs) -> {
        var _ = guard.admit(request);
        throw Fault.of(
                405,
                "method-not-allowed",
                "%s is not for this path".formatted(Fault.shortened(request.verb())))
            .withHeader("Allow", String.join(", ", verbs.stream().map(Verb::name).toList()));
      }
      case Routes.Nothing _ -> nothing(request);
    };
  }

  private Reply nothing(Incoming request) {
    boolean isApi = request.path().equals(API) || request.path().startsWith(API + "/");
    if (!isApi && LOOKING.contains(request.verb())) {
      return pages.find(request.path(), request.headers());
    }
    var _ = guard.admit(request);
    throw Fault.of(404, "not-found", "there is no '%s'".formatted(Fault.shortened(request.path())));
  }

  private Reply handle(Incoming request, Route route, Map<String, String> raw)
      throws InterruptedException {
    var caller = caller(request, route);
    var variables = new LinkedHashMap<String, String>();
    raw.forEach((name, value) -> variables.put(name, Addresses.decoded(value, false)));
    var query = Addresses.query(request.query());
    var body = Bodies.read(request, route);
    BooleanSupplier again = () -> isAdmitted(request, route);
    var read = new Request(route, variables, query, request.headers(), body, caller, again);
    route.parameters().forEach(parameter -> check(parameter, read));
    return route.handler().handle(read);
  }

  private Caller caller(Incoming request, Route route) {
    if (route.permission().isEmpty()) {
      return Caller.NOBODY;
    }
    var caller = guard.admit(request);
    Guard.checkPermission(caller, route.permission().get());
    return caller;
  }

  private boolean isAdmitted(Incoming request, Route route) {
    try {
      var _ = caller(request, route);
      return true;
    } catch (Fault _) {
      return false;
    }
  }

  private static void check(Parameter parameter, Request request) {
    var name = parameter.name();
    var text =
        parameter.place() == Parameter.Place.HEADER ? request.header(name) : request.text(name);
    if (text.isEmpty()) {
      if (parameter.required()) {
        throw Fault.parameter(name, parameter.kind().words(), "");
      }
      return;
    }
    switch (parameter.kind()) {
      case ID -> request.id(name);
      case WHOLE -> checkWhole(name, text);
      case TRUTH -> choose(name, List.of("true", "false"), text);
      default -> {
        if (!parameter.choices().isEmpty()) {
          choose(name, parameter.choices(), text);
        }
      }
    }
  }

  private static void checkWhole(String name, String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw Fault.parameter(name, Kind.WHOLE.words(), text);
    }
  }

  private static void choose(String name, List<String> choices, String text) {
    if (!choices.contains(text)) {
      throw Fault.parameter(name, "one of " + String.join(", ", choices), text);
    }
  }
}
