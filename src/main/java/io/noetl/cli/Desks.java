package io.noetl.cli;

import io.noetl.secret.AccessTokens;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// Chooses the desk that a command goes to. Whoever only looks makes no data directory.
final class Desks {
  private Desks() {}

  static CredentialDesk credentials(ParseResult given, Console console) {
    var directory = DataDirectory.of(given, console.env());
    var store = Wiring.store(directory);
    return new LocalDesk.Credentials(store, Wiring.keychain(store, directory, console.env()));
  }

  static TokenDesk tokens(ParseResult given, Console console) {
    var store = Wiring.store(DataDirectory.of(given, console.env()));
    return new LocalDesk.Tokens(store, new AccessTokens(store.tokens(), InstantSource.system()));
  }
}
