package io.noetl.secret;

import io.noetl.secret.Registration.Registered;
import io.noetl.secret.Registration.Rejected;
import io.noetl.store.Credentials;
import io.noetl.store.Credentials.Row;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The credentials, by name. Their data leave it by [#find(String)] alone. Keys are read when they
/// are first needed, and again when a credential is under one that is not known yet: another
/// process may be rotating them.
public final class Keychain {
  /// A rotation in another process may overtake a registration, but not again and again.
  private static final int TRIES_MAX = 5;

  /// No seal of ours is longer; what is, is not looked at.
  private static final int SEAL_MAX = 2_000;

  private final Credentials table;
  private final KeySource source;
  private final InstantSource clock;
  private volatile MasterKeys known = MasterKeys.NONE;

  public Keychain(Credentials table, KeySource source, InstantSource clock) {
    this.table = table;
    this.source = source;
    this.clock = clock;
  }

  /// Adds the credential, or replaces the one of that name.
  public Registration register(Draft draft) {
    var problems = DraftCheck.problems(draft);
    if (!problems.isEmpty()) {
      return new Rejected(problems);
    }
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var key = keyForWriting();
      var stored = table.put(row(draft, key, clock.instant().truncatedTo(ChronoUnit.MICROS)));
      // A key that was dropped between reading it and writing the row is no use to anybody.
      if (source.read().find(key.id()).isPresent()) {
        return new Registered(Credential.of(stored), DraftCheck.warnings(draft));
      }
    }
    throw SecretError.unusable("the master keys change all the time: register it again later");
  }

  private MasterKey keyForWriting() {
    var keys = source.read();
    if (keys.isEmpty()) {
      checkNoOrphans(table);
      keys = source.readOrMake();
    }
    known = keys;
    return keys.current();
  }

  /// A key file that was lost must not be made anew in silence.
  static void checkNoOrphans(Credentials table) {
    var orphans = table.list("", "");
    if (!orphans.isEmpty()) {
      throw SecretError.missing(
          "%d credentials need the master key %s, which is gone: put it back, or delete them"
              .formatted(orphans.size(), orphans.getFirst().keyId()));
    }
  }

  private static Row row(Draft draft, MasterKey key, Instant now) {
    return new Row(
        0,
        draft.name(),
        draft.type(),
        Envelope.seal(draft.data(), draft.label(), key).text(),
        key.id(),
        draft.meta(),
        draft.tags(),
        draft.description(),
        now,
        now);
  }

  /// The data in clear, with the credential's `type` among them.
  public Optional<Fields> find(String name) {
    var row = table.find(name);
    return row.map(found -> open(found).with("type", Text.of(found.type())));
  }

  private Fields open(Row row) {
    var label = label(row);
    var envelope = Envelope.parse(row.data(), label);
    if (known.find(envelope.keyId()).isPresent()) {
      return envelope.open(label, known);
    }
    known = source.read();
    if (known.find(envelope.keyId()).isPresent()) {
      return envelope.open(label, known);
    }
    // It may have been put under another key since, and the old one dropped.
    var again = table.find(row.name()).orElse(row);
    return Envelope.parse(again.data(), label(again)).open(label(again), known);
  }

  /// Seals `data` under the master key: whoever has that key can open it again, for this `purpose`
  /// alone. Stored nowhere; rotating the keys makes it worthless once the old one is dropped.
  public String seal(String purpose, Fields data) {
    return Envelope.seal(data, seal(purpose), keyForWriting()).text();
  }

  /// What was sealed for this purpose; nothing for anything else, since anybody may send anything.
  public Optional<Fields> unseal(String purpose, String text) {
    if (text.isEmpty() || text.length() > SEAL_MAX) {
      return Optional.empty();
    }
    try {
      var envelope = Envelope.parse(text, seal(purpose));
      if (known.find(envelope.keyId()).isEmpty()) {
        known = source.read();
      }
      return Optional.of(envelope.open(seal(purpose), known));
    } catch (SecretError _) {
      return Optional.empty(); // Changed, not ours, or under a key that is gone.
    }
  }

  /// The id of the master key under which something is sealed, as it says itself; empty for what is
  /// no seal.
  public static String sealer(String text) {
    try {
      return Envelope.parse(text, seal("any")).keyId();
    } catch (SecretError _) {
      return "";
    }
  }

  /// The ids of the master keys that were read by now, the current one first.
  public List<String> sealers() {
    return known.ids();
  }

  private static Label seal(String purpose) {
    return new Label(purpose, "a seal");
  }

  static Label label(Row row) {
    return new Label(row.name(), row.type());
  }

  /// What may be told of it.
  public Optional<Credential> describe(String name) {
    return table.find(name).map(Credential::of);
  }

  /// Those of `type` (of all if empty) whose name, tags or description contain `text`, by name.
  public List<Credential> list(String type, String text) {
    return table.list(type, text).stream().map(Credential::of).toList();
  }

  /// False if there is none of that name.
  public boolean delete(String name) {
    return table.delete(name);
  }

  /// Puts all credentials under a new master key, or goes on with a rotation that was broken off.
  public Rotation rotate(Rotation.OldKeys oldKeys) {
    return new Rotating(table, source).run(oldKeys);
  }
}
