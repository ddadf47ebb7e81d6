package io.noetl.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key that wraps the data keys of credentials. Its id is a hash of it: it tells keys apart and
/// gives nothing away.
final class MasterKey {
  static final int BYTES = 32;
  private static final int ID_BYTES = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id;
  private final byte[] bytes;

  private MasterKey(byte[] bytes) {
    this.bytes = bytes;
    id = HexFormat.of().formatHex(Arrays.copyOf(sha256(bytes), ID_BYTES));
  }

  static MasterKey random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new MasterKey(bytes);
  }

  /// The key that `text` is in base64, of either alphabet; `where` is what messages call its place.
  static MasterKey parse(String text, String where) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw SecretError.unusable(where + " is no base64: " + expected());
    }
    if (bytes.length != BYTES) {
      throw SecretError.unusable(where + " has %d bytes: ".formatted(bytes.length) + expected());
    }
    return new MasterKey(bytes);
  }

  private static String expected() {
    return "expected 32 bytes in base64, such as 'openssl rand -base64 32' makes";
  }

  String id() {
    return id;
  }

  SecretKey key() {
    return new SecretKeySpec(bytes, "AES");
  }

  /// For the key's own file, and nowhere else.
  String text() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "master key " + id;
  }
}
