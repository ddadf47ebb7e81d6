package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Who the worker is for Amazon: the keys of the environment, else those of a profile in the shared
/// files. They are read anew each time, since others renew them.
record AwsLogin(Setting setting) {

  AwsSignature.Keys keys() throws ToolFailure {
    var id = setting.first("AWS_ACCESS_KEY_ID");
    if (!id.isEmpty()) {
      return new AwsSignature.Keys(
          id, setting.first("AWS_SECRET_ACCESS_KEY"), setting.first("AWS_SESSION_TOKEN"));
    }
    var file = file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
    var kept = section(Setting.text(file), profile());
    if (!kept.containsKey("aws_access_key_id")) {
      throw Refused.invalid(
          ("no keys for AWS: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where the worker"
                  + " runs, or write a profile '%s' into %s")
              .formatted(profile(), file));
    }
    return new AwsSignature.Keys(
        kept.getOrDefault("aws_access_key_id", ""),
        kept.getOrDefault("aws_secret_access_key", ""),
        kept.getOrDefault("aws_session_token", ""));
  }

  String region() throws ToolFailure {
    var given = setting.first("AWS_REGION", "AWS_DEFAULT_REGION");
    if (!given.isEmpty()) {
      return given;
    }
    var profile = profile();
    var name = profile.equals("default") ? profile : "profile " + profile;
    var config = section(Setting.text(file("AWS_CONFIG_FILE", ".aws/config")), name);
    var region = config.getOrDefault("region", "");
    if (region.isEmpty()) {
      throw Refused.invalid(
          "no region is named: write region, or set AWS_REGION where the worker runs");
    }
    return region;
  }

  private String profile() {
    var named = setting.first("AWS_PROFILE");
    return named.isEmpty() ? "default" : named;
  }

  private Path file(String variable, String inHome) {
    var named = setting.first(variable);
    return named.isEmpty() ? setting.home(inHome) : Path.of(named);
  }

  /// The lines `name = value` below `[name]`.
  private static Map<String, String> section(String text, String name) {
    var section = new HashMap<String, String>();
    boolean isInside = false;
    for (var line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        isInside = line.equals("[" + name + "]");
      } else if (isInside && line.contains("=") && !line.startsWith("#")) {
        int at = line.indexOf('=');
        section.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
      }
    }
    return section;
  }
}
