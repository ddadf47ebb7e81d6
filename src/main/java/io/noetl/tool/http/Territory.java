package io.noetl.tool.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which addresses are not the public internet's: of this machine, of its network, of the cloud
/// that it runs in.
final class Territory {
  /// The first that contains an address says what it is; so the narrower ones stand first.
  private static final Map<Block, String> SPECIAL = special();

  /// IPv6 addresses that stand for an IPv4 address, and where in them it stands.
  private static final Map<Block, Integer> EMBEDDING =
      Map.of(block("64:ff9b::/96"), 12, block("2002::/16"), 2, block("::/96"), 12);

  private static final int IPV4_BYTES = 4;

  private Territory() {}

  private static Map<Block, String> special() {
    var special = new LinkedHashMap<Block, String>();
    var blocks =
        """
        169.254.169.254/32 metadata
        fd00:ec2::254/128 metadata
        100.100.100.200/32 metadata
        0.0.0.0/8 unspecified
        ::/128 unspecified
        127.0.0.0/8 loopback
        ::1/128 loopback
        10.0.0.0/8 private
        172.16.0.0/12 private
        192.168.0.0/16 private
        fc00::/7 private
        fec0::/10 private
        64:ff9b:1::/48 private
        100.64.0.0/10 carrier-grade
        169.254.0.0/16 link-local
        fe80::/10 link-local
        224.0.0.0/4 multicast
        ff00::/8 multicast
        192.0.0.0/24 reserved
        192.0.2.0/24 reserved
        192.88.99.0/24 reserved
        198.18.0.0/15 reserved
        198.51.100.0/24 reserved
        203.0.113.0/24 reserved
        240.0.0.0/4 reserved
        100::/64 reserved
        2001::/23 reserved
        2001:db8::/32 reserved
        """;
    blocks
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> special.put(block(words[0]), words[1]));
    return special;
  }

  private static Block block(String text) {
    return Block.of(text).orElseThrow();
  }

  /// What a special address is (`private`, `loopback`); empty for one of the public internet. One
  /// that stands for another is what that is.
  static Optional<String> of(InetAddress address) {
    for (var each : SPECIAL.entrySet()) {
      if (each.getKey().contains(address)) {
        return Optional.of(each.getValue());
      }
    }
    return embedded(address).flatMap(Territory::of);
  }

  /// An IPv4 address in IPv6 clothes; `::ffff:a.b.c.d` is one without them already in Java.
  private static Optional<InetAddress> embedded(InetAddress address) {
    for (var each : EMBEDDING.entrySet()) {
      if (each.getKey().contains(address)) {
        int from = each.getValue();
        return Optional.of(
            address(Arrays.copyOfRange(address.getAddress(), from, from + IPV4_BYTES)));
      }
    }
    return Optional.empty();
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
