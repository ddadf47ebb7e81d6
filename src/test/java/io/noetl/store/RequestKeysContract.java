package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.RequestKeys.Claim;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a store does with the keys of requests.
interface RequestKeysContract {
  Store store();

  @Test
  default void theFirstWhoClaimsAKeyGetsIt() {
    var keys = store().requestKeys();

    assertThat(keys.claim("a", "digest", 1)).isEqualTo(new Claim(1, true));
    assertThat(keys.claim("a", "digest", 2)).isEqualTo(new Claim(1, true));
    assertThat(keys.claim("a", "another", 3)).isEqualTo(new Claim(1, false));
    assertThat(keys.claim("b", "digest", 4)).isEqualTo(new Claim(4, true));
  }

  @Test
  default void manyWhoClaimAtOnceGetTheSameExecution() throws Exception {
    var claims =
        LongStream.rangeClosed(1, 16)
            .mapToObj(
                execution ->
                    (Callable<Claim>) () -> store().requestKeys().claim("k", "d", execution))
            .toList();

    var given = new HashSet<Claim>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var claim : threads.invokeAll(claims)) {
        given.add(claim.get());
      }
    }

    assertThat(given).hasSize(1);
  }
}
