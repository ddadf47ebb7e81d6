package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;

/// `provider: azure`: Azure Key Vault, by its REST API.
final class AzureKeeper implements Keeper {
  private static final String API = "api-version=7.4";
  private static final String RESOURCE = "https://vault.azure.net";
  private static final String VAULT_URL = "AZURE_KEYVAULT_URL";
  private static final String NAME = "[A-Za-z0-9-]{1,127}";

  /// The only hosts that a playbook may name: the token goes there.
  private static final String OF_AZURE = "https://[A-Za-z0-9-]{3,24}\\.vault\\.azure\\.net/?";

  private static final int UNAUTHORIZED = 401;
  private static final int SECONDS_MAX = 86_400;

  private final Setting setting;
  private final Wire wire;
  private final Pass pass;

  AzureKeeper(Setting setting, Wire wire, InstantSource clock) {
    this.setting = setting;
    this.wire = wire;
    this.pass = new Pass(this::login, clock);
  }

  @Override
  public Secret read(Wanted wanted) throws ToolFailure, InterruptedException {
    var vault = vault(wanted.text("vault"));
    var name = Segments.matching(NAME, "secret_name", wanted.name(), "api-key");
    var version =
        wanted.version().isEmpty()
            ? ""
            : "/" + Segments.matching("[A-Za-z0-9]{1,64}", "version", wanted.version(), "4387e9f3");
    var url = "%s/secrets/%s%s?%s".formatted(vault, name, version, API);
    var token = pass.token("");
    var answer = ask(url, token);
    if (answer.status() == UNAUTHORIZED) {
      answer = ask(url, pass.token(token));
    }
    if (!answer.isGood()) {
      throw Refused.status(
          wanted,
          vault,
          answer,
          "the identity of the worker needs the role Key Vault Secrets User");
    }
    var id = answer.text("id");
    if (!(answer.find("value") instanceof Text(var value)) || id.isEmpty()) {
      throw Refused.garbage(wanted, vault);
    }
    return new Secret(value, id.substring(id.lastIndexOf('/') + 1));
  }

  private Answer ask(String url, String token) throws ToolFailure, InterruptedException {
    return wire.send(Wire.to(url).header("Authorization", "Bearer " + token).GET().build());
  }

  private String vault(String named) throws ToolFailure {
    var own = Segments.withoutSlash(setting.first(VAULT_URL));
    if (named.isEmpty() && own.isEmpty()) {
      throw Refused.invalid(
          "no vault is named: write vault, or set %s where the worker runs".formatted(VAULT_URL));
    }
    if (named.isEmpty() || Segments.withoutSlash(named).equals(own)) {
      return own;
    }
    var url = named.contains(":") ? named : "https://%s.vault.azure.net".formatted(named);
    if (!url.matches(OF_AZURE)) {
      throw Refused.invalid(
          "'vault' must be the name of a vault, https://NAME.vault.azure.net, or what %s says"
                  .formatted(VAULT_URL)
              + " where the worker runs; it is '%s'".formatted(named));
    }
    return Segments.withoutSlash(url);
  }

  private Pass.Fresh login() throws ToolFailure, InterruptedException {
    return setting.first("AZURE_CLIENT_SECRET").isEmpty() ? ofMachine() : ofClient();
  }

  private Pass.Fresh ofClient() throws ToolFailure, InterruptedException {
    var given = setting.first("AZURE_AUTHORITY_HOST");
    var host = given.isEmpty() ? "https://login.microsoftonline.com" : given;
    var url =
        "%s/%s/oauth2/v2.0/token"
            .formatted(
                Segments.withoutSlash(host.contains(":") ? host : "https://" + host),
                Segments.one(needed("AZURE_TENANT_ID")));
    var form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(
                Segments.one(needed("AZURE_CLIENT_ID")),
                Segments.one(needed("AZURE_CLIENT_SECRET")),
                Segments.one(RESOURCE + "/.default"));
    return fresh(
        wire.send(
            Wire.to(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build()),
        url);
  }

  /// The identity that the machine was given.
  private Pass.Fresh ofMachine() throws ToolFailure, InterruptedException {
    var given = setting.first("AZURE_POD_IDENTITY_AUTHORITY_HOST");
    var host = given.isEmpty() ? "http://169.254.169.254" : Segments.withoutSlash(given);
    var client = setting.first("AZURE_CLIENT_ID");
    var url =
        "%s/metadata/identity/oauth2/token?api-version=2018-02-01&resource=%s%s"
            .formatted(
                host,
                Segments.one(RESOURCE),
                client.isEmpty() ? "" : "&client_id=" + Segments.one(client));
    try {
      return fresh(wire.send(Wire.to(url).header("Metadata", "true").GET().build()), host);
    } catch (ToolFailure e) {
      throw Refused.invalid(
          "no identity for Azure: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET"
              + " where the worker runs (and the machine has none: %s)"
                  .formatted(e.failure().message()));
    }
  }

  private static Pass.Fresh fresh(Answer answer, String where) throws ToolFailure {
    var token = answer.text("access_token");
    if (!answer.isGood() || token.isEmpty()) {
      throw Refused.invalid(
          "no token for Azure from %s: HTTP %d %s"
              .formatted(where, answer.status(), answer.words()));
    }
    long seconds =
        switch (answer.find("expires_in")) {
          case Num.Int(var number) -> number;
          case Text(var digits) when digits.matches("\\d{1,9}") -> Long.parseLong(digits);
          default -> 0;
        };
    return new Pass.Fresh(token, Duration.ofSeconds(Math.clamp(seconds, 0, SECONDS_MAX)));
  }

  private String needed(String variable) throws ToolFailure {
    var value = setting.first(variable);
    if (value.isEmpty()) {
      throw Refused.invalid("set %s where the worker runs".formatted(variable));
    }
    return value;
  }
}
