package io.noetl.engine;

import io.noetl.broker.Broker;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The registered playbooks, parsed: each version once, with its broker.
public final class Playbooks {
  /// Enough for a busy server; a parsed playbook of usual size takes some tens of kilobytes.
  private static final int KEPT_MAX = 500;

  private final Store.Catalog catalog;
  private final Function<String, Optional<String>> elsewhere;
  private final Map<PlaybookRef, Broker> parsed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlaybookRef, Broker> eldest) {
          return size() > KEPT_MAX;
        }
      };

  /// `elsewhere` is asked for the text of a playbook whose path the catalog does not know.
  public Playbooks(Store.Catalog catalog, Function<String, Optional<String>> elsewhere) {
    this.catalog = catalog;
    this.elsewhere = elsewhere;
  }

  /// What a look-up came to.
  public sealed interface Found {}

  /// The playbook, ready to run.
  public record Ready(PlaybookRef ref, Broker broker) implements Found {}

  /// Why it cannot be run.
  public record Missing(Refusal refusal) implements Found {}

  /// Registers a playbook that has been parsed from `content`, and makes it ready.
  public Ready register(Playbook playbook, String content) {
    int version = catalog.register(playbook.path(), content, playbook.labels());
    var ref = new PlaybookRef(playbook.path(), version);
    var known = kept(ref);
    if (known.isPresent()) {
      return new Ready(ref, known.get());
    }
    var broker = new Broker(playbook);
    keep(ref, broker);
    return new Ready(ref, broker);
  }

  /// The playbook under `path`; version 0 for the latest.
  public Found find(String path, int version) {
    if (version > 0) {
      var known = kept(new PlaybookRef(path, version));
      if (known.isPresent()) {
        return new Ready(new PlaybookRef(path, version), known.get());
      }
    }
    var entry = catalog.find(path, version);
    if (entry.isPresent()) {
      return parse(new PlaybookRef(path, entry.get().version()), entry.get().content());
    }
    var text = version == 0 ? elsewhere.apply(path) : Optional.<String>empty();
    return text.map(it -> take(path, it))
        .orElseGet(() -> new Missing(new Refusal.UnknownPlaybook(path, version)));
  }

  /// Registers the text of a playbook under the path that it names, if it is valid. `path` is what
  /// messages call it.
  Found take(String path, String content) {
    return switch (PlaybookParser.parse(path, content)) {
      case PlaybookParser.Invalid(var problems) ->
          new Missing(new Refusal.InvalidPlaybook(path, problems));
      case PlaybookParser.Valid(var playbook, _) -> register(playbook, content);
    };
  }

  private Found parse(PlaybookRef ref, String content) {
    var known = kept(ref);
    if (known.isPresent()) {
      return new Ready(ref, known.get());
    }
    return switch (PlaybookParser.parse(ref.path(), content)) {
      case PlaybookParser.Invalid(var problems) ->
          new Missing(new Refusal.InvalidPlaybook(ref.path(), problems));
      case PlaybookParser.Valid(var playbook, _) -> {
        var broker = new Broker(playbook);
        keep(ref, broker);
        yield new Ready(ref, broker);
      }
    };
  }

  private synchronized Optional<Broker> kept(PlaybookRef ref) {
    return Optional.ofNullable(parsed.get(ref));
  }

  private synchronized void keep(PlaybookRef ref, Broker broker) {
    parsed.put(ref, broker);
  }
}
