package io.noetl.server.api;

import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Parsed;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.playbook.PlaybookRef;
import io.noetl.server.http.Fault;
import io.noetl.store.Store.Catalog;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds playbooks by the paths that people give: the registered one, that of its file, or its last
/// part where only one playbook has it. Directories that are given besides must be those of the
/// playbook, though some may be missing or too many: files and catalogs are laid out differently.
final class Shelf {
  /// What is known of playbooks is read from their texts, and kept: they do not change.
  private static final int KEPT_MAX = 2_000;

  /// Names in a message.
  private static final int CANDIDATES_MAX = 10;

  private final Catalog catalog;
  private final Map<PlaybookRef, Parsed> parsed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlaybookRef, Parsed> eldest) {
          return size() > KEPT_MAX;
        }
      };

  Shelf(Catalog catalog) {
    this.catalog = catalog;
  }

  /// Version 0 stands for the latest.
  CatalogEntry find(String path, int version) {
    var exact = catalog.find(path, version);
    if (exact.isPresent()) {
      return exact.get();
    }
    var bare = bare(path);
    var close = bare.equals(path) ? exact : catalog.find(bare, version);
    return close.orElseGet(() -> byLastPart(path, version));
  }

  /// The path without what only files have.
  private static String bare(String path) {
    var bare = path.startsWith("./") ? path.substring(2) : path;
    for (var ending : List.of(".yaml", ".yml")) {
      if (bare.endsWith(ending)) {
        return bare.substring(0, bare.length() - ending.length());
      }
    }
    return bare;
  }

  private CatalogEntry byLastPart(String path, int version) {
    var parts = parts(bare(path));
    var paths =
        parts.getLast().isEmpty()
            ? List.<String>of()
            : catalog.lines().stream()
                .map(it -> it.ref().path())
                .distinct()
                .filter(it -> isLike(parts, parts(it)))
                .limit(CANDIDATES_MAX)
                .toList();
    if (paths.size() > 1) {
      throw Fault.of(
          404,
          "ambiguous-path",
          "no playbook is registered under '%s', and several end like it".formatted(path),
          Fields.of("candidates", new Items(paths.stream().<Value>map(Text::of).toList())));
    }
    return paths.stream()
        .findFirst()
        .flatMap(it -> catalog.find(it, version))
        .orElseThrow(() -> unknown(path, version));
  }

  private Fault unknown(String path, int version) {
    return Fault.notFound(
        "path",
        version == 0 || catalog.find(path, 0).isEmpty()
            ? "no playbook is registered under '%s'".formatted(path)
            : "no version %d of playbook '%s' is registered".formatted(version, path));
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean isLike(List<String> one, List<String> other) {
    return one.getLast().equals(other.getLast()) && (isWithin(one, other) || isWithin(other, one));
  }

  /// Whether all of `few` stand in `many`, in the same order.
  private static boolean isWithin(List<String> few, List<String> many) {
    int met = 0;
    for (var part : many) {
      if (met < few.size() && part.equals(few.get(met))) {
        met++;
      }
    }
    return met == few.size();
  }

  /// The labels of a playbook as data.
  Fields labels(PlaybookRef ref) {
    return playbook(ref).map(Shelf::labels).orElse(Fields.EMPTY);
  }

  static Fields labels(Playbook playbook) {
    var labels = Fields.builder();
    playbook.labels().forEach(labels::put);
    return labels.build();
  }

  /// The same, its text read only if it is not known yet; empty too if it is not registered.
  Optional<Playbook> playbook(PlaybookRef ref) {
    return known(ref)
        .or(() -> catalog.find(ref.path(), ref.version()).map(this::parsed))
        .flatMap(Shelf::playbook);
  }

  private Optional<Parsed> known(PlaybookRef ref) {
    synchronized (parsed) {
      return Optional.ofNullable(parsed.get(ref));
    }
  }

  private static Optional<Playbook> playbook(Parsed parsed) {
    return parsed instanceof Valid valid ? Optional.of(valid.playbook()) : Optional.empty();
  }

  /// The playbook in an entry; empty if today's parser refuses it.
  Optional<Playbook> playbook(CatalogEntry entry) {
    return playbook(parsed(entry));
  }

  /// What today's parser makes of an entry.
  Parsed parsed(CatalogEntry entry) {
    var ref = new PlaybookRef(entry.path(), entry.version());
    var known = known(ref);
    if (known.isPresent()) {
      return known.get();
    }
    var read = PlaybookParser.parse(entry.path(), entry.content());
    synchronized (parsed) {
      parsed.put(ref, read);
    }
    return read;
  }
}
