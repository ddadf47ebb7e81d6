package io.noetl.tool.secrets;

import io.noetl.tool.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All who keep secrets, by the words that name them, and the wire that they share.
record Keepers(Map<String, Keeper> byName, Wire wire) implements AutoCloseable {

  static Keepers of(Map<String, String> variables, InstantSource clock, Duration timeout) {
    var setting = new Setting(variables);
    var wire = new Wire(timeout);
    var vault = new VaultKeeper(setting, wire, clock);
    var google = new GoogleKeeper(setting, wire, clock);
    var byName = new HashMap<String, Keeper>();
    byName.put("env", new EnvKeeper(Environment.of(variables)));
    byName.put("file", new FileKeeper(setting));
    byName.put("vault", vault);
    byName.put("hashicorp", vault);
    byName.put("google", google);
    byName.put("gcp", google);
    byName.put("aws", new AwsKeeper(setting, wire, clock));
    byName.put("azure", new AzureKeeper(setting, wire, clock));
    return new Keepers(Map.copyOf(byName), wire);
  }

  Optional<Keeper> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public void close() {
    wire.close();
  }
}
