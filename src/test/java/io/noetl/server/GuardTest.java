package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.engine.Engine;
import io.noetl.engine.Playbooks;
import io.noetl.engine.Settings;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.secret.Role;
import io.noetl.server.Served.Working;
import io.noetl.server.ServerSettings.Tokens;
import io.noetl.server.http.Route;
import io.noetl.server.http.Sessions;
import io.noetl.store.memory.MemoryStore;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who comes in, and who does not.
@Timeout(120)
class GuardTest {
  private static Served guarded() {
    var settings = Served.local().withTokens(Tokens.ALWAYS);
    return new Served(new MemoryStore(), Working.NOT_HERE, settings);
  }

  /// The status of the route for a caller with these headers.
  private static int status(Served served, Route route, String... headers) throws Exception {
    var path = route.path().replaceAll("\\{[a-z_]+}", "1");
    var request =
        served
            .request(path)
            .header("Content-Type", "application/json")
            .method(route.verb().name(), HttpRequest.BodyPublishers.ofString("{}"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    // A stream is not read to its end.
    var response = served.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode();
  }

  @Test
  void withoutATokenEveryRouteButThePublicOnesIsClosed() throws Exception {
    try (var served = guarded()) {
      var open = new ArrayList<String>();
      for (var route : served.server.api().routes().all()) {
        int status = status(served, route);
        if (status != 401) {
          open.add(route.path());
        }
        assertThat(status(served, route, "Authorization", "Bearer wrong"))
            .isEqualTo(route.permission().isEmpty() ? 200 : 401);
      }
      assertThat(open).containsExactlyInAnyOrder("/livez", "/readyz", "/health");
      assertThat(served.get("/api/nothing").statusCode()).isEqualTo(401);
      assertThat(served.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void rolesMayDoWhatTheirPermissionsSay() throws Exception {
    try (var served = guarded()) {
      for (var route : served.server.api().routes().all()) {
        for (var role : Role.values()) {
          int status = status(served, route, "Authorization", served.bearer(role));
          assertThat(status == 403)
              .as("%s %s as %s: %d", route.verb(), route.path(), role, status)
              .isEqualTo(route.permission().filter(it -> !role.may(it)).isPresent());
          assertThat(status).as(route.path()).isNotEqualTo(401).isLessThan(500);
        }
      }
    }
  }

  @Test
  void aCookieStandsForATokenUntilItsSessionEnds() throws Exception {
    try (var served = guarded()) {
      var opened =
          served.post("/api/session", Fields.EMPTY, "Authorization", served.bearer(Role.VIEWER));
      var set = opened.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(set)
          .contains("HttpOnly")
          .contains("SameSite=Strict")
          .matches("noetl_session_[0-9a-f]{12}=noetl:.*");
      var cookie = set.substring(0, set.indexOf(';'));

      var who = served.get("/api/session", "Cookie", cookie);
      assertThat(Served.text(Served.good(who), "role")).isEqualTo("viewer");
      assertThat(Served.fields(who).get("token_needed")).isEqualTo(Bool.TRUE);
      assertThat(served.post("/api/execute", "{}", "Cookie", cookie).statusCode()).isEqualTo(403);

      served.send(served.request("/api/session").header("Cookie", cookie).DELETE().build());

      assertThat(served.get("/api/session", "Cookie", cookie).statusCode()).isEqualTo(401);
    }
  }

  /// Another server at the same host, under another master key, has a cookie beside this one's.
  @Test
  void aSessionIsFoundBesideThoseOfOtherServers() throws Exception {
    try (var served = guarded()) {
      var opened =
          served.post("/api/session", Fields.EMPTY, "Authorization", served.bearer(Role.VIEWER));
      var own = cookie(opened);
      var other = "noetl_session_0123456789ab=noetl:1:0123456789ab:AAAA:AAAA";

      for (var cookies : List.of(other + "; " + own, own + "; a=b; " + other)) {
        assertThat(served.get("/api/session", "Cookie", cookies).statusCode()).isEqualTo(200);
      }
      assertThat(served.get("/api/session", "Cookie", other).statusCode()).isEqualTo(401);
      var left = served.request("/api/session").header("Cookie", other + "; " + own).DELETE();
      assertThat(served.send(left.build()).headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith(own.substring(0, own.indexOf('=') + 1) + ";");
    }
  }

  /// After a change of keys the browser has the cookie of before too; that would let it in again.
  @Test
  void whoLeavesAfterAChangeOfKeysHasLeftTheSessionOfBeforeToo() throws Exception {
    try (var served = guarded()) {
      var clock = InstantSource.system();
      var before =
          new Sessions(
              new AccessTokens(served.store.tokens(), clock), served.keychainOfBefore(), clock);
      var bearer = served.bearer(Role.VIEWER);
      var name = before.open(bearer.substring("Bearer ".length())).orElseThrow().name();
      var old = Sessions.cookie(name) + "=" + name;
      var now = cookie(served.post("/api/session", Fields.EMPTY, "Authorization", bearer));
      assertThat(served.get("/api/session", "Cookie", old).statusCode()).isEqualTo(200);

      var leaving = served.request("/api/session").header("Cookie", old + "; " + now).DELETE();
      var left = served.send(leaving.build()).headers().allValues("Set-Cookie");

      assertThat(left).hasSize(2).allMatch(it -> it.contains("=; Path=/; Max-Age=0;"));
      for (var cookie : List.of(old, now, old + "; " + now)) {
        assertThat(served.get("/api/session", "Cookie", cookie).statusCode()).isEqualTo(401);
      }
    }
  }

  private static String cookie(HttpResponse<String> response) {
    var set = response.headers().firstValue("Set-Cookie").orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  @Test
  void aLivingSessionRenewsItselfWithoutTheToken() throws Exception {
    try (var served = guarded()) {
      var opened =
          served.post("/api/session", Fields.EMPTY, "Authorization", served.bearer(Role.OPERATOR));
      var first = cookie(opened);
      var end = Served.text(Served.good(opened), "expires_at");
      assertThat(Instant.parse(end)).isAfter(Instant.now());
      var looked = Served.good(served.get("/api/session", "Cookie", first));
      assertThat(Served.text(looked, "expires_at")).isEqualTo(end);

      var renewed = served.post("/api/session", Fields.EMPTY, "Cookie", first);

      assertThat(Served.text(Served.good(renewed), "role")).isEqualTo("operator");
      assertThat(Served.text(Served.fields(renewed), "expires_at")).isGreaterThanOrEqualTo(end);
      assertThat(renewed.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=3");
      var second = cookie(renewed);
      assertThat(second).isNotEqualTo(first);
      assertThat(served.get("/api/executions", "Cookie", second).statusCode()).isEqualTo(200);

      served.send(served.request("/api/session").header("Cookie", second).DELETE().build());

      for (var cookie : List.of(first, second, "noetl_session_key=made-up")) {
        assertThat(served.post("/api/session", Fields.EMPTY, "Cookie", cookie).statusCode())
            .isEqualTo(401);
      }
      assertThat(served.post("/api/session", Fields.EMPTY).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whereNoTokenIsNeededASessionIsNeitherOpenedNorEnded() throws Exception {
    try (var served = Served.open()) {
      for (var cookie : List.of("", "noetl_session_key=of-another-server")) {
        var opened = served.post("/api/session", Fields.EMPTY, "Cookie", cookie);

        assertThat(Served.good(opened).get("expires_at")).isEqualTo(Null.NULL);
        assertThat(opened.headers().firstValue("Set-Cookie")).isEmpty();
      }
      assertThat(served.look("/api/session").get("expires_at")).isEqualTo(Null.NULL);
    }
  }

  @Test
  void aServerBeyondThisMachineNeedsTokens() {
    var store = new MemoryStore();
    var playbooks = new Playbooks(store.catalog(), _ -> Optional.empty());
    try (var engine = new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system())) {
      var operations = new EngineOperations(engine, store);
      var clock = InstantSource.system();
      var keys = KeySource.of(Map.of(), Path.of("nowhere"));
      var given =
          new Server.Given(
              store,
              playbooks,
              operations,
              new Keychain(store.credentials(), keys, clock),
              new AccessTokens(store.tokens(), clock),
              clock,
              "test");

      assertThatThrownBy(() -> new Server(ServerSettings.DEFAULT.at("0.0.0.0", 0), given))
          .isInstanceOf(Server.Unsafe.class)
          .hasMessageContaining("noetl token create");
    }
  }

  @Test
  void aPageOfAnotherOriginCannotDoAnything() throws Exception {
    try (var served = Served.open()) {
      served.register(Served.THREE);
      int port = served.server.port();
      var body = "{\"path\": \"three\"}";

      for (var origin :
          List.of("http://evil.example", "null", "http://127.0.0.1:1", "https://localhost")) {
        assertThat(served.post("/api/execute", body, "Origin", origin).statusCode())
            .as(origin)
            .isEqualTo(403);
      }
      var own = "http://127.0.0.1:" + port;
      assertThat(served.post("/api/execute", body, "Origin", own).statusCode()).isEqualTo(200);
      for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
        var sent =
            served
                .request("/api/execute")
                .header("Content-Type", type.isEmpty() ? "x/y" : type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(served.send(sent).statusCode()).as(type).isEqualTo(415);
      }
      for (var host : List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example")) {
        var text =
            "POST /api/execute HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                    .formatted(host)
                + "Content-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(body.length(), body);
        assertThat(RawHttp.send(port, text)).as(host).contains(" 403 ");
      }
    }
  }
}
