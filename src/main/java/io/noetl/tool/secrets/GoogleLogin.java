package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

/// Who the worker is for Google Cloud: the account of the file that
/// `GOOGLE_APPLICATION_CREDENTIALS` names, the user who has logged in by `gcloud`, or the account
/// of the machine.
final class GoogleLogin {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
  private static final String FILE = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final int SECONDS = 3600;

  private final Setting setting;
  private final Wire wire;
  private final InstantSource clock;

  GoogleLogin(Setting setting, Wire wire, InstantSource clock) {
    this.setting = setting;
    this.wire = wire;
    this.clock = clock;
  }

  /// The project that secrets belong to where a step does not say.
  String project() throws ToolFailure, InterruptedException {
    var given = setting.first("GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT", "GCLOUD_PROJECT");
    if (!given.isEmpty()) {
      return given;
    }
    var account = account();
    if (!text(account, "project_id").isEmpty()) {
      return text(account, "project_id");
    }
    var answer = account.isEmpty() ? metadata("project/project-id") : new Answer(404, "");
    if (answer.isGood()) {
      return answer.body().strip();
    }
    throw Refused.invalid(
        "no project is named: write project_id, or set GOOGLE_CLOUD_PROJECT where the worker"
            + " runs");
  }

  Pass.Fresh fetch() throws ToolFailure, InterruptedException {
    var account = account();
    if (account.isEmpty()) {
      return fresh(metadata("instance/service-accounts/default/token"), "the metadata server");
    }
    var uri = text(account, "token_uri").isEmpty() ? TOKEN_URI : text(account, "token_uri");
    var form =
        switch (text(account, "type")) {
          case "service_account" ->
              "grant_type="
                  + Segments.one("urn:ietf:params:oauth:grant-type:jwt-bearer")
                  + "&assertion="
                  + assertion(account, uri);
          case "authorized_user" ->
              "grant_type=refresh_token&client_id=%s&client_secret=%s&refresh_token=%s"
                  .formatted(
                      Segments.one(text(account, "client_id")),
                      Segments.one(text(account, "client_secret")),
                      Segments.one(text(account, "refresh_token")));
          case String other ->
              throw Refused.invalid(
                  "%s holds credentials of type '%s'; known are service_account, authorized_user"
                      .formatted(FILE, other));
        };
    var request =
        Wire.to(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return fresh(wire.send(request), uri);
  }

  private static Pass.Fresh fresh(Answer answer, String where) throws ToolFailure {
    var token = answer.text("access_token");
    if (!answer.isGood() || token.isEmpty()) {
      throw Refused.invalid(
          "no token for Google Cloud from %s: HTTP %d %s"
              .formatted(where, answer.status(), answer.words()));
    }
    long life = answer.find("expires_in") instanceof Num.Int(var seconds) ? seconds : SECONDS;
    return new Pass.Fresh(token, Duration.ofSeconds(Math.clamp(life, 0, SECONDS)));
  }

  private Answer metadata(String path) throws ToolFailure, InterruptedException {
    var given = setting.first("GCE_METADATA_HOST");
    var host = given.isEmpty() ? "metadata.google.internal" : given;
    try {
      return wire.send(
          Wire.to("http://%s/computeMetadata/v1/%s".formatted(host, path))
              .header("Metadata-Flavor", "Google")
              .GET()
              .build());
    } catch (ToolFailure e) {
      throw Refused.invalid(
          "no account for Google Cloud: set %s to the file of a service account where the worker"
                  .formatted(FILE)
              + " runs (this is no machine of Google's: %s)".formatted(e.failure().message()));
    }
  }

  /// What the file says; empty if there is none.
  private Fields account() throws ToolFailure {
    var named = setting.first(FILE);
    var file =
        named.isEmpty()
            ? setting.home(".config/gcloud/application_default_credentials.json")
            : Path.of(named);
    var written = Setting.text(file);
    if (written.isEmpty() && named.isEmpty()) {
      return Fields.EMPTY;
    }
    try {
      if (Json.read(written) instanceof Fields fields) {
        return fields;
      }
    } catch (JsonError _) {
      // Said below.
    }
    throw Refused.invalid("%s is no file of Google credentials".formatted(file));
  }

  /// A signed statement that the account makes of itself (RFC 7523).
  private String assertion(Fields account, String audience) throws ToolFailure {
    long now = clock.instant().getEpochSecond();
    var head =
        Fields.builder()
            .put("alg", "RS256")
            .put("typ", "JWT")
            .put("kid", text(account, "private_key_id"))
            .build();
    var claims =
        Fields.builder()
            .put("iss", text(account, "client_email"))
            .put("scope", SCOPE)
            .put("aud", audience)
            .put("iat", now)
            .put("exp", now + SECONDS)
            .build();
    var signed = encoded(Json.write(head)) + "." + encoded(Json.write(claims));
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(text(account, "private_key")));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw Refused.invalid(
          "the private_key in the file that %s names cannot be read".formatted(FILE));
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }
}
