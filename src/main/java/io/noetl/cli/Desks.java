package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.secret.AccessTokens;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// Chooses the desk that a command goes to. Whoever only looks makes no data directory.
final class Desks {
  private Desks() {}

  static ExecutionDesk executions(ParseResult given, Console console) {
    return switch (Target.of(given, console.env())) {
      case Target.Directory(var path) -> new LocalExecutions(DataDirectory.look(path));
      case Target.Elsewhere(var address) -> new ServerExecutions(new Link(address));
    };
  }

  static SteeringDesk steering(ParseResult given, Console console) {
    return switch (Target.of(given, console.env())) {
      case Target.Directory(var path) -> new LocalSteering(DataDirectory.look(path), console.env());
      case Target.Elsewhere(var address) -> new ServerSteering(new Link(address));
    };
  }

  /// To look at the catalog.
  static CatalogDesk catalog(ParseResult given, Console console) {
    return switch (Target.of(given, console.env())) {
      case Target.Directory(var path) -> new LocalCatalog(DataDirectory.look(path));
      case Target.Elsewhere(var address) -> new ServerCatalog(new Link(address));
    };
  }

  /// To put something into the catalog.
  static CatalogDesk registration(ParseResult given, Console console) {
    return switch (Target.of(given, console.env())) {
      case Target.Directory(var path) -> new LocalCatalog(Wiring.store(path));
      case Target.Elsewhere(var address) -> new ServerCatalog(new Link(address));
    };
  }

  static CredentialDesk credentials(ParseResult given, Console console) {
    return switch (Target.of(given, console.env())) {
      case Target.Directory _ -> localCredentials(given, console);
      case Target.Elsewhere(var address) -> new ServerCredentials(new Link(address));
    };
  }

  /// Those of this machine, with the keys that they are under.
  static LocalDesk.Credentials localCredentials(ParseResult given, Console console) {
    var place = StorePlace.of(given, console.env());
    var store = place.open();
    var keychain = Wiring.keychain(store, place.directory(), console.env());
    return new LocalDesk.Credentials(store, keychain);
  }

  static TokenDesk tokens(ParseResult given, Console console) {
    var store = StorePlace.of(given, console.env()).open();
    return new LocalDesk.Tokens(store, new AccessTokens(store.tokens(), InstantSource.system()));
  }
}
