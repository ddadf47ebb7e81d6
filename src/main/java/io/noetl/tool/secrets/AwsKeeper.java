package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.TreeMap;

/// `provider: aws`: AWS Secrets Manager.
final class AwsKeeper implements Keeper {
  private static final String SERVICE = "secretsmanager";
  private static final String REGION = "[a-z]{2,4}(-[a-z]+)+-\\d{1,2}";

  /// A version is named by an id, or by a stage such as AWSPREVIOUS.
  private static final String VERSION_ID = "[0-9a-fA-F-]{32,64}";

  private final Setting setting;
  private final Wire wire;
  private final InstantSource clock;
  private final AwsLogin login;

  AwsKeeper(Setting setting, Wire wire, InstantSource clock) {
    this.setting = setting;
    this.wire = wire;
    this.clock = clock;
    this.login = new AwsLogin(setting);
  }

  @Override
  public Secret read(Wanted wanted) throws ToolFailure, InterruptedException {
    var answer = wire.send(request(wanted));
    if (!answer.isGood()) {
      throw refused(wanted, answer);
    }
    var text = answer.text("SecretString");
    if (text.isEmpty()) {
      text = Bytes.decoded(answer.text("SecretBinary")).map(Bytes::text).orElse("");
    }
    if (text.isEmpty()) {
      throw Refused.garbage(wanted, "AWS Secrets Manager");
    }
    return new Secret(text, answer.text("VersionId"));
  }

  private HttpRequest request(Wanted wanted) throws ToolFailure {
    var given = wanted.text("region").isEmpty() ? login.region() : wanted.text("region");
    var region = Segments.matching(REGION, "region", given, "eu-central-1");
    var url = endpoint(region);
    var body = body(wanted);
    var signature = new AwsSignature(region, SERVICE, clock.instant());
    var keys = login.keys();
    var headers = new TreeMap<String, String>();
    headers.put("Content-Type", "application/x-amz-json-1.1");
    headers.put("X-Amz-Date", signature.stamp());
    headers.put("X-Amz-Target", "secretsmanager.GetSecretValue");
    if (!keys.session().isEmpty()) {
      headers.put("X-Amz-Security-Token", keys.session());
    }
    var request = Wire.to(url).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    headers.put("Host", URI.create(url).getAuthority());
    var signed = new AwsSignature.Signed("POST", "/", "", headers, body);
    return request.header("Authorization", signature.authorization(signed, keys)).build();
  }

  private String endpoint(String region) {
    var given = setting.first("AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL");
    if (!given.isEmpty()) {
      return Segments.withoutSlash(given) + "/";
    }
    var domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return "https://%s.%s.%s/".formatted(SERVICE, region, domain);
  }

  private static String body(Wanted wanted) {
    var body = Fields.builder().put("SecretId", wanted.name());
    if (wanted.version().matches(VERSION_ID)) {
      body.put("VersionId", wanted.version());
    } else if (!wanted.version().isEmpty()) {
      body.put("VersionStage", wanted.version());
    }
    return Json.write(body.build());
  }

  /// Amazon answers 400 to nearly all that is wrong; the type says what it is.
  private static ToolFailure refused(Wanted wanted, Answer answer) {
    var type = answer.text("__type");
    int status =
        type.endsWith("ResourceNotFoundException")
            ? 404
            : type.endsWith("AccessDeniedException")
                    || type.endsWith("UnrecognizedClientException")
                    || type.endsWith("InvalidSignatureException")
                    || type.endsWith("ExpiredTokenException")
                ? 403
                : type.endsWith("ThrottlingException") ? 429 : answer.status();
    return Refused.status(
        wanted,
        "AWS Secrets Manager",
        new Answer(status, answer.body()),
        "its keys need secretsmanager:GetSecretValue, and must not have expired");
  }
}
