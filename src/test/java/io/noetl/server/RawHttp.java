package io.noetl.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Speaks to a port as no decent client would.
final class RawHttp {
  private static final int PIECE = 64 << 10;

  private RawHttp() {}

  /// Sends the text and gives the first line of the answer.
  static String send(int port, String text) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return firstLine(socket);
    }
  }

  /// Sends the text, says that there is no more, and gives all that came back until the other side
  /// closed the connection.
  static String all(int port, String text) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Sends the text, and gives all that came back until the other side closed the connection.
  static String untilItCloses(int port, String text) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// What came back, and how much of the body could be sent.
  record Pushed(String firstLine, long sent) {}

  /// Sends the head, then `bytes` of blanks, until the other side has had enough.
  static Pushed push(int port, String head, long bytes) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      long sent = 0;
      var piece = new byte[PIECE];
      try {
        while (sent < bytes && socket.getInputStream().available() == 0) {
          out.write(piece);
          sent += PIECE;
        }
      } catch (IOException _) {
        return new Pushed(lastWord(socket), sent); // It has closed the door already.
      }
      return new Pushed(firstLine(socket), sent);
    }
  }

  private static String lastWord(Socket socket) {
    try {
      return firstLine(socket);
    } catch (IOException _) {
      return "";
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }
}
