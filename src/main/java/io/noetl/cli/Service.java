package io.noetl.cli;

import io.noetl.client.Enrolment;
import io.noetl.client.Link;
import io.noetl.client.Locator;
import io.noetl.client.Problem;
import io.noetl.client.Unreachable;
import io.noetl.engine.Engine;
import io.noetl.server.ServerSettings;
import io.noetl.value.Durations;
import io.noetl.value.Text;
import io.noetl.worker.Worker;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What the commands have in common that run until they are told to stop.
final class Service {
  static final int SLOTS_MAX = 10_000;
  static final Duration GRACE_DEFAULT = Duration.ofSeconds(20);

  private Service() {}

  /// Services tell operators what they do, and when.
  static void log(Console console) {
    if (!console.isDebugging()) {
      System.setProperty("org.slf4j.simpleLogger.log.io.noetl", "info");
    }
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  }

  static OptionSpec grace(String option) {
    return Options.text(
        option, "TIME", "How long work may take to end when it stops (default: 20s).");
  }

  static int number(ParseResult given, String option, int normal, int least, int most) {
    int number = given.matchedOptionValue(option, normal);
    if (number < least || number > most) {
      throw CommandError.usage(
          "%s: expected %d to %d, found %d".formatted(option, least, most, number));
    }
    return number;
  }

  static Duration duration(ParseResult given, String option, Duration normal) {
    var text = Options.text(given, option);
    if (text.isEmpty()) {
      return normal;
    }
    return Durations.parse(Text.of(text))
        .orElseThrow(
            () ->
                CommandError.usage(
                    "%s: expected a time such as 500ms, 30s or 5m, found '%s'"
                        .formatted(option, text)));
  }

  /// Whether the server answers that it takes requests.
  static boolean isReady(ServerSettings settings) {
    boolean isEverywhere = settings.host().equals("0.0.0.0") || settings.host().equals("::");
    var host = isEverywhere ? "127.0.0.1" : settings.host();
    try (var link =
        new Link(Link.Address.of("http://%s:%d".formatted(host, settings.port()), ""))) {
      link.get(Locator.of("/readyz"));
      return true;
    } catch (Problem | Unreachable e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  static String hostName() {
    return Enrolment.hostName();
  }

  /// The worker within a server's process, if it has slots.
  static final class Local implements AutoCloseable {
    private final Optional<Worker> worker;

    Local(Engine engine, Wiring.Tools tools, int slots, Duration grace) {
      worker =
          slots == 0
              ? Optional.empty()
              : Optional.of(Wiring.serving(engine.localJobs(), tools, slots, grace));
    }

    void start() {
      worker.ifPresent(Worker::start);
    }

    @Override
    public void close() {
      worker.ifPresent(Worker::close);
    }
  }
}
