package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;

/// `provider: vault`: the key-value engine of HashiCorp Vault, version 2. A secret is a map; that
/// of a map with nothing but `value` is that, of any other the whole map as JSON.
final class VaultKeeper implements Keeper {
  private static final String MOUNT_DEFAULT = "secret";
  private static final int FORBIDDEN = 403;

  /// A token without an end is fetched anew now and then all the same.
  private static final long SECONDS_UNLIMITED = 3_600;

  private static final long SECONDS_MAX = 86_400;

  private final Setting setting;
  private final Wire wire;
  private final Pass pass;

  VaultKeeper(Setting setting, Wire wire, InstantSource clock) {
    this.setting = setting;
    this.wire = wire;
    this.pass = new Pass(this::login, clock);
  }

  @Override
  public Secret read(Wanted wanted) throws ToolFailure, InterruptedException {
    var mount = wanted.text("mount").isEmpty() ? MOUNT_DEFAULT : wanted.text("mount");
    var url =
        "%s/v1/%s/data/%s"
            .formatted(
                address(), Segments.path("mount", mount), Segments.path("name", wanted.name()));
    if (!wanted.version().isEmpty()) {
      url += "?version=" + Segments.matching("\\d{1,9}", "version", wanted.version(), "3");
    }
    var token = pass.token("");
    var answer = wire.send(request(url, token).GET().build());
    if (answer.status() == FORBIDDEN) {
      // The token may have been revoked or replaced before its time.
      var other = pass.token(token);
      answer = other.equals(token) ? answer : wire.send(request(url, other).GET().build());
    }
    if (!answer.isGood()) {
      throw Refused.status(
          wanted, "the Vault at " + address(), answer, "a policy of its token must allow it");
    }
    return secret(wanted, answer);
  }

  private Secret secret(Wanted wanted, Answer answer) throws ToolFailure {
    if (!(answer.find("data", "data") instanceof Fields data)) {
      throw Refused.garbage(wanted, "the Vault at " + address());
    }
    var version = answer.find("data", "metadata", "version");
    return new Secret(
        text(data), version instanceof Num.Int(var number) ? Long.toString(number) : "");
  }

  private static String text(Fields data) {
    return data.size() == 1 && data.get("value") instanceof Text(var only)
        ? only
        : Json.write(data);
  }

  private HttpRequest.Builder request(String url, String token) throws ToolFailure {
    var request = Wire.to(url).header("X-Vault-Request", "true");
    if (!token.isEmpty()) {
      request.header("X-Vault-Token", token);
    }
    var namespace = setting.first("VAULT_NAMESPACE");
    return namespace.isEmpty() ? request : request.header("X-Vault-Namespace", namespace);
  }

  private String address() throws ToolFailure {
    var address = setting.first("VAULT_ADDR");
    if (address.isEmpty()) {
      throw Refused.invalid(
          "where the Vault is has not been said: set VAULT_ADDR where the worker runs");
    }
    return Segments.withoutSlash(address);
  }

  /// A token as it is given, by an AppRole, or from the file in which an agent keeps a fresh one.
  private Pass.Fresh login() throws ToolFailure, InterruptedException {
    var given = setting.first("VAULT_TOKEN");
    if (!given.isEmpty()) {
      return new Pass.Fresh(given, Duration.ZERO);
    }
    if (!setting.first("VAULT_ROLE_ID").isEmpty()) {
      return byRole();
    }
    var kept = Setting.text(setting.home(".vault-token")).strip();
    if (kept.isEmpty()) {
      throw Refused.invalid(
          "no token for the Vault: set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID, where"
              + " the worker runs");
    }
    return new Pass.Fresh(kept, Duration.ZERO);
  }

  private Pass.Fresh byRole() throws ToolFailure, InterruptedException {
    var role =
        Fields.of(
            "role_id",
            Text.of(setting.first("VAULT_ROLE_ID")),
            "secret_id",
            Text.of(setting.first("VAULT_SECRET_ID")));
    var answer =
        wire.send(
            request(address() + "/v1/auth/approle/login", "")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(role)))
                .build());
    var token = answer.text("auth", "client_token");
    if (!answer.isGood() || token.isEmpty()) {
      throw Refused.invalid(
          "the Vault at %s does not take VAULT_ROLE_ID and VAULT_SECRET_ID: HTTP %d %s"
              .formatted(address(), answer.status(), answer.words()));
    }
    long seconds =
        answer.find("auth", "lease_duration") instanceof Num.Int(var number) && number > 0
            ? number
            : SECONDS_UNLIMITED;
    return new Pass.Fresh(token, Duration.ofSeconds(Math.min(seconds, SECONDS_MAX)));
  }
}
