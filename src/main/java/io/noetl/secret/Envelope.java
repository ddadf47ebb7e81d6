package io.noetl.secret;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A credential's data as they are stored: encrypted with AES-256-GCM under a data key of their
/// own, which is wrapped in the same way by a master key. As text:
///
/// `noetl:1:<id of the master key>:<wrapped data key>:<encrypted data>`
///
/// the latter two in base64url, each with its nonce in front. Both are bound to the [Label].
final class Envelope {
  private static final String MAGIC = "noetl";
  private static final String VERSION = "1";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String keyId;
  private final byte[] wrapped;
  private final byte[] sealed;

  private Envelope(String keyId, byte[] wrapped, byte[] sealed) {
    this.keyId = keyId;
    this.wrapped = wrapped;
    this.sealed = sealed;
  }

  static Envelope seal(Fields data, Label label, MasterKey key) {
    var dataKey = new byte[KEY_BYTES];
    RANDOM.nextBytes(dataKey);
    var sealed = encrypt(Json.writeBytes(data), aes(dataKey), label.bytes("data"));
    return new Envelope(key.id(), wrap(dataKey, label, key), sealed);
  }

  private static byte[] wrap(byte[] dataKey, Label label, MasterKey key) {
    return encrypt(dataKey, key.key(), label.bytes("key " + key.id()));
  }

  /// Reads the text of [#text()].
  static Envelope parse(String text, Label label) {
    var parts = List.of(text.split(":", -1));
    if (parts.size() < 2 || !parts.get(0).equals(MAGIC)) {
      throw damaged(label, "it is no envelope");
    }
    if (!parts.get(1).equals(VERSION)) {
      throw damaged(label, "its form is unknown; a newer version may have written it");
    }
    if (parts.size() != 5) {
      throw damaged(label, "it is not whole");
    }
    try {
      var decoder = Base64.getUrlDecoder();
      return new Envelope(parts.get(2), decoder.decode(parts.get(3)), decoder.decode(parts.get(4)));
    } catch (IllegalArgumentException e) {
      throw damaged(label, "it is not whole");
    }
  }

  String text() {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return String.join(
        ":",
        MAGIC,
        VERSION,
        keyId,
        encoder.encodeToString(wrapped),
        encoder.encodeToString(sealed));
  }

  /// The id of the master key that opens it.
  String keyId() {
    return keyId;
  }

  /// The data.
  Fields open(Label label, MasterKeys keys) {
    var dataKey = unwrap(label, keys);
    var bytes = decrypt(sealed, aes(dataKey), label, "data");
    try {
      if (Json.read(bytes) instanceof Fields data) {
        return data;
      }
    } catch (JsonError e) {
      throw damaged(label, "it does not hold data"); // What the parser says may quote them.
    }
    throw damaged(label, "it does not hold data");
  }

  /// The same data under another master key; they are not decrypted for it.
  Envelope rewrapped(Label label, MasterKeys keys, MasterKey to) {
    return new Envelope(to.id(), wrap(unwrap(label, keys), label, to), sealed);
  }

  private byte[] unwrap(Label label, MasterKeys keys) {
    var key =
        keys.find(keyId)
            .orElseThrow(
                () ->
                    SecretError.missing(
                        "the credential '%s' needs the master key %s, which is not known here (%s)"
                            .formatted(label.name(), keyId, known(keys))));
    return decrypt(wrapped, key.key(), label, "key " + keyId);
  }

  private static String known(MasterKeys keys) {
    return keys.isEmpty() ? "none is" : "known: " + String.join(", ", keys.ids());
  }

  private static SecretKey aes(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  private static byte[] encrypt(byte[] plain, SecretKey key, byte[] bound) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound);
      var out = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, out, NONCE_BYTES);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private static byte[] decrypt(byte[] bytes, SecretKey key, Label label, String purpose) {
    if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
      throw damaged(label, "it is not whole");
    }
    try {
      var cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
      cipher.updateAAD(label.bytes(purpose));
      return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw damaged(label, "it was changed, or written for another name or type");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private static SecretError damaged(Label label, String why) {
    return SecretError.damaged(
        "what is stored of the credential '%s' cannot be read: %s".formatted(label.name(), why));
  }

  @Override
  public String toString() {
    return "envelope under " + keyId;
  }
}
