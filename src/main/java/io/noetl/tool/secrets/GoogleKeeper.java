package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import java.time.InstantSource;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// `provider: google`: Secret Manager of Google Cloud, by its REST API.
final class GoogleKeeper implements Keeper {
  /// What points the command line of Google's elsewhere points us there too.
  private static final String ENDPOINT = "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER";

  private static final String ENDPOINT_DEFAULT = "https://secretmanager.googleapis.com";
  private static final int UNAUTHORIZED = 401;
  private static final String NAME = "[A-Za-z0-9_-]{1,255}";
  private static final String VERSION = "[A-Za-z0-9_-]{1,63}";
  private static final String PROJECT = "[a-z0-9:.-]{1,100}";

  /// A secret by its whole name.
  private static final Pattern WHOLE =
      Pattern.compile("projects/([^/]+)/secrets/([^/]+)(?:/versions/([^/]+))?");

  private final Setting setting;
  private final Wire wire;
  private final GoogleLogin login;
  private final Pass pass;

  GoogleKeeper(Setting setting, Wire wire, InstantSource clock) {
    this.setting = setting;
    this.wire = wire;
    this.login = new GoogleLogin(setting, wire, clock);
    this.pass = new Pass(login::fetch, clock);
  }

  @Override
  public Secret read(Wanted wanted) throws ToolFailure, InterruptedException {
    var url = url(wanted);
    var token = pass.token("");
    var answer = ask(url, token);
    if (answer.status() == UNAUTHORIZED) {
      answer = ask(url, pass.token(token));
    }
    if (!answer.isGood()) {
      throw Refused.status(
          wanted,
          "Google Secret Manager",
          answer,
          "the account of the worker needs roles/secretmanager.secretAccessor");
    }
    return secret(wanted, answer);
  }

  private String url(Wanted wanted) throws ToolFailure, InterruptedException {
    var whole = WHOLE.matcher(wanted.name());
    var name = whole.matches() ? whole.group(2) : wanted.name();
    var version = wanted.version();
    if (version.isEmpty()) {
      version = whole.matches() && whole.group(3) != null ? whole.group(3) : "latest";
    }
    var project = whole.matches() ? whole.group(1) : wanted.text("project_id");
    if (project.isEmpty()) {
      project = login.project();
    }
    var given = setting.first(ENDPOINT);
    return "%s/v1/projects/%s/secrets/%s/versions/%s:access"
        .formatted(
            Segments.withoutSlash(given.isEmpty() ? ENDPOINT_DEFAULT : given),
            Segments.matching(PROJECT, "project_id", project, "my-project"),
            Segments.matching(NAME, "secret_name", name, "api-key"),
            Segments.matching(VERSION, "version", version, "latest or 3"));
  }

  private Answer ask(String url, String token) throws ToolFailure, InterruptedException {
    return wire.send(Wire.to(url).header("Authorization", "Bearer " + token).GET().build());
  }

  private static Secret secret(Wanted wanted, Answer answer) throws ToolFailure {
    var data = answer.text("payload", "data");
    var bytes = Bytes.decoded(data);
    if (data.isEmpty() || bytes.isEmpty()) {
      throw Refused.garbage(wanted, "Google Secret Manager");
    }
    var sum = answer.text("payload", "dataCrc32c");
    var counted = new CRC32C();
    counted.update(bytes.get());
    if (!sum.isEmpty() && !sum.equals(Long.toString(counted.getValue()))) {
      throw Refused.error(
          "the secret '%s' was damaged on its way: its checksum does not fit"
              .formatted(wanted.name()));
    }
    var name = answer.text("name");
    return new Secret(Bytes.text(bytes.get()), name.substring(name.lastIndexOf('/') + 1));
  }
}
