package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Store.CatalogEntry;
import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a store does with registered playbooks.
interface CatalogContract {
  Store store();

  @Test
  default void versionsCountFromOne() {
    assertThat(store().catalog().register("a/b", "one")).isEqualTo(1);
    assertThat(store().catalog().register("a/b", "two")).isEqualTo(2);
    assertThat(store().catalog().register("a/c", "one")).isEqualTo(1);
  }

  @Test
  default void theSameTextMakesNoNewVersion() {
    store().catalog().register("a/b", "one");

    assertThat(store().catalog().register("a/b", "one")).isEqualTo(1);
    assertThat(store().catalog().list("")).hasSize(1);
  }

  @Test
  default void anOlderTextMakesANewVersionAgain() {
    store().catalog().register("a/b", "one");
    store().catalog().register("a/b", "two");

    assertThat(store().catalog().register("a/b", "one")).isEqualTo(3);
  }

  @Test
  default void aVersionIsFoundAndZeroMeansTheLatest() {
    var catalog = store().catalog();
    catalog.register("a/b", "one");
    catalog.register("a/b", "größe: 2\n");

    assertThat(catalog.find("a/b", 1)).map(CatalogEntry::content).contains("one");
    assertThat(catalog.find("a/b", 0)).map(CatalogEntry::content).contains("größe: 2\n");
    assertThat(catalog.find("a/b", 0)).map(CatalogEntry::version).contains(2);
    assertThat(catalog.find("a/b", 3)).isEmpty();
    assertThat(catalog.find("a", 0)).isEmpty();
  }

  @Test
  default void theListIsNewestFirst() {
    var catalog = store().catalog();
    catalog.register("a", "1");
    catalog.register("b", "2");
    catalog.register("a", "3");

    assertThat(catalog.list("")).extracting(CatalogEntry::content).containsExactly("3", "2", "1");
    assertThat(catalog.list("a")).extracting(CatalogEntry::version).containsExactly(2, 1);
    assertThat(catalog.list("c")).isEmpty();
    assertThat(catalog.lines())
        .isEqualTo(catalog.list("").stream().map(CatalogEntry::line).toList())
        .extracting(line -> line.ref().toString())
        .containsExactly("a@2", "b@1", "a@1");
  }

  @Test
  default void manyWhoRegisterAtOnceGetDifferentVersions() throws Exception {
    int many = 20;
    var texts = new AtomicInteger();
    Callable<Integer> registering =
        () -> store().catalog().register("a", "text " + texts.incrementAndGet());

    var versions = new HashSet<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(many, registering))) {
        versions.add(done.get());
      }
    }

    assertThat(versions).hasSize(many).contains(1, many);
  }
}
