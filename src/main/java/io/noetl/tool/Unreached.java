package io.noetl.tool;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/// Says why a server was not reached, in the words of people.
public final class Unreached {
  private Unreached() {}

  public static String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "the connection was not made in time";
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
