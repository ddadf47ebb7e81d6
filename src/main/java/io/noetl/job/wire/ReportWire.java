package io.noetl.job.wire;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.JobSource.Held;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.JobSource.Report;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import java.util.List;
import java.util.Locale;

/// What a worker says of its jobs, and what it hears about that.
public final class ReportWire {
  private ReportWire() {}

  public static Fields toFields(Outcome outcome) {
    var fields = Fields.builder().put("log", outcome.log());
    switch (outcome) {
      case Outcome.Succeeded(var result, var verdict, var saves, _) ->
          fields
              .put("kind", "succeeded")
              .put("result", result)
              .put("verdict", word(verdict))
              .put("saves", saves(saves));
      case Outcome.Failed(var failure, var verdict, var saves, _) ->
          fields
              .put("kind", "failed")
              .put("failure", failure.toFields())
              .put("verdict", word(verdict))
              .put("saves", saves(saves));
      case Outcome.Planned(var items, var inputs, _) ->
          fields
              .put("kind", "planned")
              .put("items", new Items(items))
              .put("inputs", new Items(inputs));
    }
    return fields.build();
  }

  /// `{execution, job, fence, outcome}`.
  public static Fields toFields(Report report) {
    return JobWire.toFields(new Held(report.job(), report.fence()))
        .with("outcome", toFields(report.outcome()));
  }

  /// The reports in a list of a message. Throws [WireError] for anything else.
  public static List<Report> reports(Fields message, String name) {
    return new Reading("", message)
        .list(
            name,
            it -> {
              var held = JobWire.held(it);
              return new Report(held.job(), held.fence(), outcome(it.part("outcome")));
            });
  }

  /// The outcome under `name` in a message. Throws [WireError] for anything else.
  public static Outcome outcome(Fields message, String name) {
    return outcome(new Reading("", message).part(name));
  }

  private static Outcome outcome(Reading read) {
    var log = read.text("log");
    return switch (read.word("kind", OutcomeKind.class)) {
      case SUCCEEDED ->
          new Outcome.Succeeded(read.value("result"), verdict(read), saves(read), log);
      case FAILED ->
          new Outcome.Failed(failure(read.part("failure")), verdict(read), saves(read), log);
      case PLANNED -> planned(read, log);
    };
  }

  private enum OutcomeKind {
    SUCCEEDED,
    FAILED,
    PLANNED
  }

  private static Outcome planned(Reading read, String log) {
    var items = read.values("items");
    var inputs = read.values("inputs");
    if (items.size() != inputs.size()) {
      throw new WireError(
          read.place() + ".inputs", items.size() + " of them", inputs.size() + " of them");
    }
    return new Outcome.Planned(items, inputs, log);
  }

  private static Failure failure(Reading read) {
    var kind = read.word("kind", Failure.Kind.class);
    var message = read.needText("message");
    return new Failure(
        kind,
        read.text("code"),
        message.isBlank() ? "it failed without a word" : message,
        read.text("trace"),
        read.value("result"));
  }

  private static Verdict verdict(Reading read) {
    return read.value("verdict") == Null.NULL ? Verdict.NONE : read.word("verdict", Verdict.class);
  }

  public static Fields toFields(Progress progress) {
    return Fields.builder()
        .put("total", progress.total())
        .put("started", JobWire.items(progress.started(), ReportWire::toFields))
        .put("ended", JobWire.items(progress.ended(), ReportWire::toFields))
        .build();
  }

  /// The progress under `name` in a message.
  public static Progress progress(Fields message, String name) {
    var read = new Reading("", message).part(name);
    return new Progress(
        read.small("total"),
        read.list("started", it -> new Progress.Started(it.small("index"), it.value("item"))),
        read.list("ended", ReportWire::iteration));
  }

  private static Fields toFields(Progress.Started it) {
    return Fields.builder().put("index", it.index()).put("item", it.item()).build();
  }

  static Fields toFields(Iteration it) {
    var fields =
        Fields.builder()
            .put("index", it.index())
            .put("item", it.item())
            .put("result", it.result())
            .put("ms", it.millis());
    if (it.failed()) {
      fields.put("error", it.error());
    }
    if (!it.saves().isEmpty()) {
      fields.put("saves", saves(it.saves()));
    }
    return fields.build();
  }

  static Iteration iteration(Reading read) {
    return new Iteration(
        read.small("index"),
        read.value("item"),
        read.value("result"),
        read.text("error"),
        saves(read),
        read.whole("ms"));
  }

  private static Items saves(List<SaveReport> saves) {
    return JobWire.items(
        saves,
        save ->
            Fields.builder()
                .put("storage", save.storage())
                .put("answer", save.answer())
                .put("error", save.error())
                .build());
  }

  private static List<SaveReport> saves(Reading read) {
    return read.list(
        "saves", it -> new SaveReport(it.needText("storage"), it.map("answer"), it.text("error")));
  }

  /// `{receipt: accepted|already|stale}`.
  public static Fields toFields(Receipt receipt) {
    return Fields.builder().put("receipt", word(receipt)).build();
  }

  /// `{receipts: [{receipt}, ...]}`.
  public static Fields toFields(List<Receipt> receipts) {
    return Fields.of("receipts", JobWire.items(receipts, ReportWire::toFields));
  }

  public static List<Receipt> receipts(Fields fields) {
    return new Reading("", fields).list("receipts", it -> it.word("receipt", Receipt.class));
  }

  public static Receipt receipt(Fields fields) {
    return new Reading("", fields).word("receipt", Receipt.class);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
