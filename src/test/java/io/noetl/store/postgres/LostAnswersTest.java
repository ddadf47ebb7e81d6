package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Command;
import io.noetl.broker.Event;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.Holder;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store.Signal;
import io.noetl.store.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The database did the work, but the connection broke before it could say so.
final class LostAnswersTest {
  private static Settings direct;
  private Proxy proxy;
  private PostgresStore store;
  private PostgresStore rival;

  @BeforeAll
  static void migrate() {
    direct = Server.shared().fresh();
    PostgresMigrations.migrate(direct);
  }

  @BeforeEach
  void open() throws IOException {
    Server.empty(direct);
    int port = URI.create(direct.url().substring("jdbc:".length())).getPort();
    proxy = new Proxy(port);
    var url = direct.url().replace(":" + port + "/", ":" + proxy.port() + "/");
    store =
        PostgresStore.open(
            new Settings(
                url,
                direct.user(),
                "",
                new Settings.Pool(2, 1),
                direct.pulse(),
                direct.patience(),
                direct.upkeep()));
    rival = PostgresStore.open(direct);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    rival.close();
    proxy.close();
  }

  @Test
  void anAppendThatWasWrittenIsAcknowledgedOnce() {
    Appends.start(1).queued("a").to(store);
    var append =
        Appends.after(1, 1)
            .with(new Event.StepCancelled("mine", 1, ""))
            .guardedBy("a", 0)
            .with(new Command.EndJob("a"))
            .with(new Append.LogLine("a", 1, 1, "printed once"));

    proxy.cutAfter(0);
    append.to(store);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(store.read(1, 1, 10)).isEqualTo(append.append().events());
    assertThat(store.logs(1)).hasSize(1);
    assertThat(store.jobs(1)).isEmpty();
  }

  @Test
  void aChainAndItsCompanionsAreAcknowledged() {
    Appends.start(1).to(store);
    var batch =
        List.of(
            Appends.start(2).append(),
            Appends.after(1, 1).events(1).append(),
            Appends.after(1, 2).events(2).append());

    proxy.cutAfter(0);
    var answers = store.commit(batch);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(answers).containsOnly(new Append.Appended());
    assertThat(store.read(1, 0, 10)).hasSize(4);
    assertThat(store.read(2, 0, 10)).hasSize(1);
  }

  @Test
  void aRivalsAppendIsNotTakenForOnesOwn() {
    Appends.start(1).to(store);
    Appends.after(1, 1).with(new Event.StepCancelled("rival", 1, "")).to(rival);

    proxy.cutAfter(0);
    var answer = Appends.after(1, 1).with(new Event.StepCancelled("mine", 1, "")).answer(store);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(answer).isEqualTo(new Append.Conflict());
    assertThat(store.read(1, 0, 10)).hasSize(2);
  }

  @Test
  void jobsThatWereClaimedAreHandedOver() {
    Appends.start(1).queued("a").queued("b").to(store);
    var me = Holder.engine("me");

    proxy.cutAfter(1);
    var claimed = store.queue().claim("me", Job.POOL_DEFAULT, 1, me);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(claimed).extracting(it -> it.job().fence()).containsExactly(1L);
    assertThat(store.jobs(1))
        .extracting(QueuedJob::status)
        .containsExactly(QueuedJob.Status.LEASED, QueuedJob.Status.QUEUED);
  }

  @Test
  void aClaimThatWasNotCommittedIsMadeAgain() {
    Appends.start(1).queued("a").to(store);

    proxy.cutAfter(0);
    var claimed = store.queue().claim("me", Job.POOL_DEFAULT, 1, Holder.engine("me"));

    assertThat(proxy.hasCut()).isTrue();
    assertThat(claimed).extracting(it -> it.job().fence()).containsExactly(1L);
  }

  @Test
  void aReleaseIsTold() {
    Appends.start(1).leased("a").to(store);

    proxy.cutAfter(1);

    assertThat(store.queue().release(new JobId(1, "a"), 1, Instant.EPOCH)).isTrue();
    assertThat(proxy.hasCut()).isTrue();
  }

  @Test
  void signalsAreHandedOn() {
    Appends.start(1).to(store);
    store.engines().signal(1, "cancel", "by hand");

    proxy.cutAfter(1);

    assertThat(store.engines().takeSignals("me"))
        .containsExactly(new Signal(1, "cancel", "by hand"));
    assertThat(proxy.hasCut()).isTrue();
  }

  @Test
  void aTokenIsAddedOnce() {
    store.tokens().list();
    var token =
        new Tokens.Row("t", "ci", "viewer", "h", Appends.at(1), Instant.EPOCH, Instant.EPOCH);

    proxy.cutAfter(1);
    store.tokens().add(token);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(store.tokens().list()).containsExactly(token);
  }
}
