package io.noetl.tool.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests to Amazon's services (Signature Version 4).
record AwsSignature(String region, String service, Instant at) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// What is signed: `query` sorted and encoded, `headers` all that are sent along, `host` among
  /// them.
  record Signed(
      String method, String path, String query, Map<String, String> headers, String body) {}

  /// The keys of an account.
  record Keys(String id, String secret, String session) {
    @Override
    public String toString() {
      return "Keys[" + id + "]";
    }
  }

  /// The instant as the header `X-Amz-Date` has it.
  String stamp() {
    return STAMP.format(at);
  }

  /// The header `Authorization`.
  String authorization(Signed request, Keys keys) {
    var headers = canonical(request.headers());
    var names = String.join(";", headers.keySet());
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, keys.id(), scope(), names, signature(request, headers, keys));
  }

  private String signature(Signed request, SortedMap<String, String> headers, Keys keys) {
    var lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    var canonical =
        String.join(
            "\n",
            request.method(),
            request.path(),
            request.query(),
            lines,
            String.join(";", headers.keySet()),
            hex(hash(utf8(request.body()))));
    var toSign = String.join("\n", ALGORITHM, stamp(), scope(), hex(hash(utf8(canonical))));
    return hex(mac(key(keys.secret()), toSign));
  }

  /// The key of this day, place and service.
  byte[] key(String secret) {
    var ofDay = mac(utf8("AWS4" + secret), day());
    return mac(mac(mac(ofDay, region), service), "aws4_request");
  }

  private String day() {
    return stamp().substring(0, 8);
  }

  private String scope() {
    return String.join("/", day(), region, service, "aws4_request");
  }

  private static SortedMap<String, String> canonical(Map<String, String> headers) {
    var canonical = new TreeMap<String, String>();
    headers.forEach(
        (name, value) ->
            canonical.put(name.toLowerCase(Locale.ROOT), value.strip().replaceAll(" +", " ")));
    return canonical;
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
