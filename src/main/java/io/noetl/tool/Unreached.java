package io.noetl.tool;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/// Says why a server was not reached, in the words of people.
public final class Unreached {
  private Unreached() {}

  public static String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "the connection was not made in time";
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
        return "unknown host: check its name";
      }
    }
    if (e instanceof ConnectException) {
      return "connection refused: is the server running, and are host and port right?";
    }
    var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof SSLException) {
      return secured(message);
    }
    return isCutOff(e) ? "the server closed the connection before its answer was whole" : message;
  }

  private static String secured(String message) {
    if (message.contains("plaintext") || message.contains("Unsupported or unrecognized")) {
      return "the server does not speak TLS at this port: http:// instead of https://?";
    }
    return message.contains("PKIX") || message.contains("certificate")
        ? "its certificate is not trusted here: " + message
        : message;
  }

  /// The client has no type for it where an answer has begun.
  private static boolean isCutOff(IOException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      var message = String.valueOf(each.getMessage());
      if (each instanceof EOFException
          || message.equals("closed")
          || message.contains("received no bytes")) {
        return true;
      }
    }
    return false;
  }
}
