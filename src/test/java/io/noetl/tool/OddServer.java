package io.noetl.tool;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Listens where a server should be and behaves as none should.
public final class OddServer implements AutoCloseable {
  private final ServerSocket door;
  private final Manner manner;
  private final List<Socket> guests = new CopyOnWriteArrayList<>();

  /// What it does with one who has come in, whom it does not send away unless this does.
  @FunctionalInterface
  public interface Manner {
    void serve(Socket guest) throws IOException;
  }

  private OddServer(Manner manner) throws IOException {
    this.manner = manner;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::work);
  }

  /// Lets everybody in and never says a word.
  public static OddServer silent() throws IOException {
    return new OddServer(_ -> {});
  }

  /// Says this, whatever it is asked, and closes the connection.
  public static OddServer saying(String words) throws IOException {
    return new OddServer(
        guest -> {
          guest.getInputStream().read();
          guest.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
          guest.shutdownOutput();
        });
  }

  /// Says `begin` and then `more`, on and on.
  public static OddServer endless(String begin, String more) throws IOException {
    return new OddServer(
        guest -> {
          var out = guest.getOutputStream();
          out.write(begin.getBytes(StandardCharsets.UTF_8));
          while (true) {
            out.write(more.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /// A PostgreSQL that takes no password.
  public static OddServer locked() throws IOException {
    return new OddServer(OddServer::refuse);
  }

  private static void refuse(Socket guest) throws IOException {
    var in = new DataInputStream(guest.getInputStream());
    var out = guest.getOutputStream();
    // It is asked for encryption first, by a packet of eight bytes.
    for (int length = in.readInt(); length == 8; length = in.readInt()) {
      in.readInt();
      out.write('N');
    }
    var fields =
        "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"demo\"\0\0"
            .getBytes(StandardCharsets.UTF_8);
    out.write('E');
    out.write(new byte[] {0, 0, 0, (byte) (fields.length + 4)});
    out.write(fields);
    out.flush();
  }

  private void work() {
    while (!door.isClosed()) {
      try {
        var guest = door.accept();
        guests.add(guest);
        Thread.ofVirtual().start(() -> serve(guest));
      } catch (IOException e) {
        // It is closed, or a guest was gone at once.
      }
    }
  }

  private void serve(Socket guest) {
    try {
      manner.serve(guest);
    } catch (IOException e) {
      // The guest has left.
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /// Whether anybody has come so far.
  public boolean isVisited() {
    return !guests.isEmpty();
  }

  /// Whether all who came have left.
  public boolean isLeft() {
    return guests.stream().allMatch(OddServer::hasLeft);
  }

  private static boolean hasLeft(Socket guest) {
    try {
      guest.setSoTimeout(1);
      while (guest.getInputStream().read() >= 0) {
        // What it still says does not matter.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Closeable guest : guests) {
      guest.close();
    }
  }
}
