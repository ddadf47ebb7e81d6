package io.noetl.cli;

import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store;
import io.noetl.store.Store.CatalogEntry;
import java.util.List;
import java.util.Optional;

/// The catalog of a store on this machine.
record LocalCatalog(Store store) implements CatalogDesk {
  @Override
  public Shelved register(PlaybookText file) {
    return switch (PlaybookParser.parse(file.name(), file.text())) {
      case PlaybookParser.Invalid(var problems) -> new Refused(problems);
      case PlaybookParser.Valid(var playbook, var warnings) -> {
        int version = store.catalog().register(playbook.path(), file.text(), playbook.labels());
        yield new Registered(new PlaybookRef(playbook.path(), version), warnings);
      }
    };
  }

  @Override
  public List<CatalogEntry> list(String path) {
    return store.catalog().list(path);
  }

  @Override
  public Optional<CatalogEntry> find(String path, int version) {
    return store.catalog().find(path, version);
  }

  @Override
  public void close() {
    store.close();
  }
}
