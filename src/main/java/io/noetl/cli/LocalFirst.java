package io.noetl.cli;

import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.store.Store;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.store.Store.CatalogLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The catalog of `noetl run FILE`: before the latest version of a path is looked up, the file
/// beside FILE that has it is registered, as FILE itself is. So an edited playbook is never run in
/// the version of yesterday.
record LocalFirst(Store.Catalog catalog, Neighbours neighbours, Console console)
    implements Store.Catalog {

  @Override
  public int register(String path, String content, Map<String, String> labels) {
    return catalog.register(path, content, labels);
  }

  @Override
  public Optional<CatalogEntry> find(String path, int version) {
    if (version == 0) {
      neighbours.find(path).ifPresent(it -> take(path, it));
    }
    return catalog.find(path, version);
  }

  private void take(String path, Neighbours.Neighbour neighbour) {
    switch (neighbour.parsed()) {
      case Valid(var playbook, _) -> catalog.register(path, neighbour.text(), playbook.labels());
      case Invalid(var problems) -> {
        if (catalog.find(path, 0).isPresent()) {
          console.say(
              "noetl: %s is not valid, so the registered version of '%s' is used: %s"
                  .formatted(neighbour.file(), path, problems.getFirst()));
        }
      }
    }
  }

  @Override
  public List<CatalogEntry> list(String path) {
    return catalog.list(path);
  }

  @Override
  public List<CatalogLine> lines(LabelFilter labels) {
    return catalog.lines(labels);
  }
}
