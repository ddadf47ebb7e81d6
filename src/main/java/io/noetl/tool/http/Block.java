package io.noetl.tool.http;

import java.net.InetAddress;
import java.util.Optional;

/// The addresses that agree with `address` in their first `bits` bits: `10.0.0.0/8`. One address is
/// a block of itself.
record Block(InetAddress address, int bits) {
  Block {
    int most = address.getAddress().length * Byte.SIZE;
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "expected /0 to /%d after %s".formatted(most, address.getHostAddress()));
    }
  }

  /// `10.0.0.0/8`, `fd00::/8` or `10.1.2.3`; empty for what begins with no address.
  static Optional<Block> of(String text) {
    int slash = text.indexOf('/');
    var address = literal(slash < 0 ? text : text.substring(0, slash));
    return address.map(
        it -> new Block(it, slash < 0 ? bits(it) : number(text.substring(slash + 1), text)));
  }

  private static int number(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "expected a number of bits after the slash of '%s'".formatted(text));
    }
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  /// The address that is written there, without asking anybody for names.
  static Optional<InetAddress> literal(String text) {
    boolean isBracketed = text.startsWith("[") && text.endsWith("]");
    try {
      return Optional.of(
          InetAddress.ofLiteral(isBracketed ? text.substring(1, text.length() - 1) : text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress other) {
    var ours = address.getAddress();
    var theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    int mask = 0xff00 >> bits % Byte.SIZE & 0xff;
    return mask == 0 || ((ours[whole] ^ theirs[whole]) & mask) == 0;
  }
}
