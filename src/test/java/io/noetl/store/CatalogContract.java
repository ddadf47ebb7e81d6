package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.LabelFilter;
import io.noetl.store.Store.CatalogEntry;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a store does with registered playbooks.
interface CatalogContract {
  Store store();

  @Test
  default void versionsCountFromOne() {
    assertThat(store().catalog().register("a/b", "one", Map.of())).isEqualTo(1);
    assertThat(store().catalog().register("a/b", "two", Map.of())).isEqualTo(2);
    assertThat(store().catalog().register("a/c", "one", Map.of())).isEqualTo(1);
  }

  @Test
  default void theSameTextMakesNoNewVersion() {
    store().catalog().register("a/b", "one", Map.of());

    assertThat(store().catalog().register("a/b", "one", Map.of())).isEqualTo(1);
    assertThat(store().catalog().list("")).hasSize(1);
  }

  @Test
  default void anOlderTextMakesANewVersionAgain() {
    store().catalog().register("a/b", "one", Map.of());
    store().catalog().register("a/b", "two", Map.of());

    assertThat(store().catalog().register("a/b", "one", Map.of())).isEqualTo(3);
  }

  @Test
  default void aVersionIsFoundAndZeroMeansTheLatest() {
    var catalog = store().catalog();
    catalog.register("a/b", "one", Map.of());
    catalog.register("a/b", "größe: 2\n", Map.of());

    assertThat(catalog.find("a/b", 1)).map(CatalogEntry::content).contains("one");
    assertThat(catalog.find("a/b", 0)).map(CatalogEntry::content).contains("größe: 2\n");
    assertThat(catalog.find("a/b", 0)).map(CatalogEntry::version).contains(2);
    assertThat(catalog.find("a/b", 3)).isEmpty();
    assertThat(catalog.find("a", 0)).isEmpty();
  }

  @Test
  default void theListIsNewestFirst() {
    var catalog = store().catalog();
    catalog.register("a", "1", Map.of());
    catalog.register("b", "2", Map.of());
    catalog.register("a", "3", Map.of());

    assertThat(catalog.list("")).extracting(CatalogEntry::content).containsExactly("3", "2", "1");
    assertThat(catalog.list("a")).extracting(CatalogEntry::version).containsExactly(2, 1);
    assertThat(catalog.list("c")).isEmpty();
    assertThat(catalog.lines())
        .isEqualTo(catalog.list("").stream().map(CatalogEntry::line).toList())
        .extracting(line -> line.ref().toString())
        .containsExactly("a@2", "b@1", "a@1");
  }

  private List<String> labelled(String filter) {
    return store().catalog().lines(LabelFilter.parse(filter).orElseThrow()).stream()
        .map(line -> line.ref().toString())
        .toList();
  }

  @Test
  default void versionsAreFoundByTheirLabels() {
    var catalog = store().catalog();
    catalog.register("a", "1", Map.of("team", "data", "tier", "1"));
    catalog.register("a", "2", Map.of("team", "web", "empty", ""));
    catalog.register("b", "3", Map.of("team", "data", "tier", "true"));
    catalog.register("c", "4", Map.of());

    assertThat(labelled("team=data")).containsExactly("b@1", "a@1");
    assertThat(labelled("team")).containsExactly("b@1", "a@2", "a@1");
    assertThat(labelled("team=data,tier=1")).containsExactly("a@1");
    assertThat(labelled("tier=1,team")).containsExactly("a@1");
    assertThat(labelled("tier,team=data,empty")).isEmpty();
    assertThat(labelled("tier=true")).containsExactly("b@1");
    assertThat(labelled("empty=")).containsExactly("a@2");
    assertThat(catalog.lines(LabelFilter.ANY)).hasSize(4);
  }

  @Test
  default void labelsAreComparedAsTheTextsTheyAre() {
    store().catalog().register("a", "1", Map.of("Team", "Data", "n", "1", "null", "null"));

    for (var other :
        List.of("team", "Team=data", "Tea", "Team=Dat", "Team=%", "n=1.0", "n=01", "n=null")) {
      assertThat(labelled(other)).as(other).isEmpty();
    }
    assertThat(labelled("Team = Data ,n=1,null=null")).containsExactly("a@1");
  }

  @Test
  default void labelsOfAnyCharactersAreFound() {
    var odd =
        List.of(
            "a.b/c", "$.a[0]", "a\"b", "a\\b", "größe", "\ud83d\ude00", "a\0b", "a\nb", "'", "{}");
    for (var each : odd) {
      store().catalog().register(each, "text", Map.of(each, "v" + each, "all", each));
    }

    for (var each : odd) {
      var only = new LabelFilter(Map.of(each, Optional.of("v" + each)));
      var named = new LabelFilter(Map.of(each, Optional.empty()));
      var valued = new LabelFilter(Map.of("all", Optional.of(each)));
      for (var filter : List.of(only, named, valued)) {
        assertThat(store().catalog().lines(filter)).as("%s", filter).hasSize(1);
      }
    }
  }

  @Test
  default void manyWhoRegisterAtOnceGetDifferentVersions() throws Exception {
    int many = 20;
    var texts = new AtomicInteger();
    Callable<Integer> registering =
        () -> store().catalog().register("a", "text " + texts.incrementAndGet(), Map.of());

    var versions = new HashSet<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(many, registering))) {
        versions.add(done.get());
      }
    }

    assertThat(versions).hasSize(many).contains(1, many);
  }
}
