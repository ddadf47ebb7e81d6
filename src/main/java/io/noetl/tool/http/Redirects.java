package io.noetl.tool.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Where an answer sends a request on to: as browsers do it, never from https to http. What a
/// request logs in with stays with the server that it is meant for.
final class Redirects {
  static final int FOLLOWED_MAX = 5;

  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
  private static final int SEE_OTHER = 303;

  /// From here on method and body are kept, whatever they are.
  private static final int KEEPING_FROM = 307;

  private final Set<String> secret = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /// `login` are the headers with which the request logs in.
  Redirects(Set<String> login) {
    secret.addAll(Set.of("Authorization", "Proxy-Authorization", "Cookie"));
    secret.addAll(login);
  }

  /// The request that follows; empty if the answer is the last one.
  Optional<HttpRequest> next(HttpRequest request, HttpResponse<?> response) {
    var location = response.headers().firstValue("location").orElse("");
    if (!MOVED.contains(response.statusCode()) || location.isEmpty()) {
      return Optional.empty();
    }
    return target(request.uri(), location).map(uri -> moved(request, uri, response.statusCode()));
  }

  private static Optional<URI> target(URI from, String location) {
    try {
      var to = Urls.resolve(from, location);
      var scheme = String.valueOf(to.getScheme());
      boolean isSame = scheme.equalsIgnoreCase(from.getScheme());
      boolean isSafer = scheme.equalsIgnoreCase("https");
      return to.getHost() != null && (isSame || isSafer) ? Optional.of(to) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private HttpRequest moved(HttpRequest request, URI uri, int status) {
    boolean isElsewhere = !origin(uri).equals(origin(request.uri()));
    boolean isAsking = isAsking(request.method(), status);
    var next =
        HttpRequest.newBuilder(
                request,
                (name, _) ->
                    !(isElsewhere && secret.contains(name))
                        && !(isAsking && name.equalsIgnoreCase("Content-Type")))
            .uri(uri);
    if (isAsking) {
      next.method(request.method().equals("HEAD") ? "HEAD" : "GET", BodyPublishers.noBody());
    }
    return next.build();
  }

  /// Whether what was sent has arrived, and only the answer is to be had there.
  private static boolean isAsking(String method, int status) {
    return status == SEE_OTHER || (status < KEEPING_FROM && method.equals("POST"));
  }

  /// Scheme, host and port: who gets what a request logs in with.
  static String origin(URI uri) {
    var scheme = String.valueOf(uri.getScheme());
    int normal = scheme.equalsIgnoreCase("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? normal : uri.getPort();
    return "%s://%s:%d".formatted(scheme, uri.getHost(), port).toLowerCase(Locale.ROOT);
  }
}
