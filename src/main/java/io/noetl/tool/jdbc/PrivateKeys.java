package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Private keys in PEM: PKCS #8, plain or encrypted by a passphrase. Messages show nothing of them.
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String CONVERT =
      "openssl pkcs8 -topk8 -in key.pem -out key.p8 makes one of it";

  private PrivateKeys() {}

  static PrivateKey read(String text, String passphrase) throws ToolFailure {
    // On one line, as environment variables often have it, line ends are written out.
    var pem = PEM.matcher(text.replace("\\n", "\n"));
    if (!pem.find()) {
      throw invalid(
          "'private_key' is no PEM text: it begins with -----BEGIN PRIVATE KEY----- or"
              + " -----BEGIN ENCRYPTED PRIVATE KEY-----");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(pem.group(2).strip());
      return switch (pem.group(1)) {
        case "PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(bytes));
        case "ENCRYPTED PRIVATE KEY" -> key(decrypted(bytes, passphrase));
        default ->
            throw invalid(
                "'private_key' is a %s, not a PKCS #8 key: %s".formatted(pem.group(1), CONVERT));
      };
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw invalid("'private_key' cannot be read: is it a whole RSA key in PKCS #8?");
    }
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] bytes, String passphrase)
      throws GeneralSecurityException, IOException, ToolFailure {
    if (passphrase.isEmpty()) {
      throw invalid("'private_key' is encrypted: give 'private_key_passphrase'");
    }
    var info = new EncryptedPrivateKeyInfo(bytes);
    // For PBES2 the parameters name the algorithm; their text is that name.
    var parameters = info.getAlgParameters();
    var algorithm = parameters == null ? info.getAlgName() : parameters.toString();
    var secret =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    var cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
    try {
      return info.getKeySpec(cipher);
    } catch (GeneralSecurityException e) {
      throw invalid("'private_key' does not open: is 'private_key_passphrase' right?");
    }
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid(Targets.CODE, message);
  }
}
