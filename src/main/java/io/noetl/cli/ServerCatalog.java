package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.client.Locator;
import io.noetl.client.Problem;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The catalog of a server, which judges the texts itself.
record ServerCatalog(Link link) implements CatalogDesk {
  static final String INVALID = "invalid-playbook";

  @Override
  public Shelved register(PlaybookText file) throws InterruptedException {
    try {
      var answer =
          link.post(
              Locator.of("/api/catalog/register"), Fields.of("content", Text.of(file.text())));
      var ref = new PlaybookRef(Answers.text(answer, "path"), Answers.count(answer, "version"));
      return new Registered(ref, Answers.problems(answer, "warnings", file.name()));
    } catch (Problem e) {
      if (e.code().equals(INVALID)) {
        return new Refused(Answers.problems(e.document(), "problems", file.name()));
      }
      throw e;
    }
  }

  /// One path is looked up as given: the server knows of short names, but a list is no guess.
  @Override
  public List<CatalogEntry> list(String path) throws InterruptedException {
    var entries = new ArrayList<CatalogEntry>();
    link.each(
        Locator.of("/api/catalog/list").with("content", "false"),
        "entries",
        Integer.MAX_VALUE,
        entry -> entries.add(Answers.catalog(entry)));
    return path.isEmpty()
        ? entries
        : entries.stream().filter(entry -> entry.path().equals(path)).toList();
  }

  @Override
  public Optional<CatalogEntry> find(String path, int version) throws InterruptedException {
    var playbook = Locator.of("/api/catalog/playbook").with("playbook_id", path);
    var one = version == 0 ? playbook : playbook.with("version", version);
    return ServerExecutions.found(link, one).map(Answers::catalog);
  }

  @Override
  public void close() {
    link.close();
  }
}
