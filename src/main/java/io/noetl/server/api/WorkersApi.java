package io.noetl.server.api;

import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.wire.JobWire;
import io.noetl.job.wire.Protocol;
import io.noetl.job.wire.ReportWire;
import io.noetl.job.wire.WireError;
import io.noetl.secret.Permission;
import io.noetl.server.http.Body;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Handler;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.Holder;
import io.noetl.store.QueuedJob;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;

/// The protocol of remote workers: they lease jobs, tell how far they are, and report.
public final class WorkersApi {
  private static final String THEME = "Workers";
  private static final int NAME_MAX = 200;

  /// The largest result with its log and saves, and some room.
  private static final int REPORT_MAX = 60 << 20;

  /// A request for jobs looks so often whether the server is leaving.
  private static final long SLICE_MILLIS = 1_000;

  private static final int LEASE_MILLIS_DEFAULT = 30_000;

  private static final Field WORKER = Field.text("worker", "Who asks.").needed();
  private static final Field LEASE =
      Field.whole("lease_ms", "How long the leases last (1000 to 3600000; 30000).");

  private static final Form HELD =
      Form.of(
          "HeldJob",
          Field.id("execution", "Its execution.").needed(),
          Field.text("job", "Its name within it.").needed(),
          Field.whole("fence", "The number of the lease.").needed());

  private static final Form LEASING =
      Form.of(
          "LeaseOrder",
          WORKER,
          Field.text("pool", "The pool that it serves (default)."),
          Field.whole("max", "At most so many jobs (1 to 1000; 1)."),
          Field.whole("wait_ms", "How long to wait for the first (0 to 30000; 30000)."),
          LEASE);

  private static final Form LEASES =
      Form.of("Leases", Field.list("jobs", "Jobs, each with its checkpoint.").needed());

  private static final Form REPORT =
      Form.of(
          "Report",
          WORKER,
          Field.id("execution", "The job's execution.").needed(),
          Field.text("job", "Its name within it.").needed(),
          Field.whole("fence", "The number of the lease.").needed(),
          Field.map("outcome", "How the attempt ended.").needed());

  private static final Form REPORTS =
      Form.of(
          "Reports",
          WORKER,
          Field.list("reports", "How attempts ended: execution, job, fence, outcome.").needed());

  private static final Form RECEIPTS =
      Form.of("Receipts", Field.list("receipts", "A receipt for each, in their order.").needed());

  private static final Form LEAVING = Form.of("Leave", WORKER);

  private static final Form PROGRESS =
      Form.of(
          "ProgressReport",
          WORKER,
          Field.id("execution", "The job's execution.").needed(),
          Field.text("job", "Its name within it.").needed(),
          Field.whole("fence", "The number of the lease.").needed(),
          Field.map("progress", "Iterations that began and ended.").needed());

  private static final Form RECEIPT =
      Form.of(
          "Receipt",
          Field.text("receipt", "What became of it; stale comes with status 409.")
              .oneOf("accepted", "already", "stale")
              .needed());

  private static final Form RENEWAL =
      Form.of("Renewal", WORKER, LEASE, Field.list("held", "The jobs at hand.").of(HELD).needed());

  private static final Form STOPS =
      Form.of("Stops", Field.list("stop", "Those of them that are to be stopped.").needed());

  private static final Form CREDENTIAL =
      Form.of(
          "CredentialOrder",
          WORKER,
          Field.id("execution", "The job's execution.").needed(),
          Field.text("job", "A job that the worker holds.").needed(),
          Field.whole("fence", "The number of the lease.").needed(),
          Field.text("name", "The credential's name.").needed());

  private static final Form SECRETS =
      Form.of("CredentialData", Field.map("data", "What is secret in it.").needed());

  private final Parts parts;

  WorkersApi(Parts parts) {
    this.parts = parts;
  }

  static List<Form> forms() {
    return List.of(HELD);
  }

  List<Route> routes() {
    return List.of(
        route(Protocol.LEASE)
            .says("Waits for jobs and leases them to the worker; none when time is up.")
            .takes(LEASING)
            .answers(LEASES)
            .does(checked(this::lease)),
        route(Protocol.REPORT)
            .says("Tells how an attempt ended; durable when it is answered.")
            .takes(REPORT)
            .upTo(REPORT_MAX)
            .answers(RECEIPT)
            .does(checked(this::report)),
        route(Protocol.REPORTS)
            .says("Tells how several attempts ended; all are durable when it is answered.")
            .takes(REPORTS)
            .upTo(REPORT_MAX)
            .answers(RECEIPTS)
            .does(checked(this::reports)),
        route(Protocol.LEAVE)
            .says("The worker asks for no more jobs: what is kept for it goes to others.")
            .takes(LEAVING)
            .answers(LEAVING)
            .does(checked(this::leave)),
        route(Protocol.PROGRESS)
            .says("Tells how far an iterator is; durable when it is answered.")
            .takes(PROGRESS)
            .upTo(REPORT_MAX)
            .answers(RECEIPT)
            .does(checked(this::progress)),
        route(Protocol.RENEW)
            .says("Extends leases; answers with the jobs that are to be stopped.")
            .takes(RENEWAL)
            .answers(STOPS)
            .does(checked(this::renew)),
        route(Protocol.CREDENTIAL)
            .says("Gives a credential to a worker that holds a job.")
            .takes(CREDENTIAL)
            .answers(SECRETS)
            .does(checked(this::credential)));
  }

  private static Route.Draft route(String path) {
    return Route.post(path)
        .needs(Permission.WORK)
        .in(THEME)
        .takes(Parameter.header(Protocol.HEADER, "The version of the protocol: 1.").needed());
  }

  /// Speaks this version only, says so in each answer, and turns what is not as agreed into a
  /// problem that names the field.
  private static Handler checked(Handler handler) {
    return request -> {
      var version = request.header(Protocol.HEADER);
      if (!Protocol.understands(version)) {
        throw Fault.of(
            400,
            "protocol-mismatch",
            "this server speaks version %d of the worker protocol, the worker '%s': use the same"
                    .formatted(Protocol.MAJOR, version)
                + " release on both sides");
      }
      try {
        var reply = handler.handle(request);
        return Reply.with(reply, Protocol.HEADER, Integer.toString(Protocol.MAJOR));
      } catch (WireError e) {
        throw Fault.body(e.field(), e.expected(), e.found());
      }
    };
  }

  private Reply lease(Request request) throws InterruptedException {
    var body = request.body();
    var pool = body.text("pool", Job.POOL_DEFAULT);
    int max = (int) body.whole("max", 1, Protocol.JOBS_MAX, 1);
    long wait = body.whole("wait_ms", 0, Protocol.WAIT_MILLIS_MAX, Protocol.WAIT_MILLIS_MAX);
    var source = source(body);
    List<Leased> jobs = List.of();
    long end = System.nanoTime() + Duration.ofMillis(wait).toNanos();
    do {
      if (parts.traffic().isLeaving()) {
        throw Fault.of(503, "leaving", "this server is stopping and gives out no more jobs")
            .withHeader("Retry-After", "1");
      }
      long left = Duration.ofNanos(Math.max(0, end - System.nanoTime())).toMillis();
      jobs = source.lease(pool, max, Duration.ofMillis(Math.min(left, SLICE_MILLIS)));
    } while (jobs.isEmpty() && System.nanoTime() < end);
    var list = jobs.stream().<Value>map(JobWire::toFields).toList();
    return Reply.json(Fields.of("jobs", new Items(list)));
  }

  private Reply report(Request request) throws InterruptedException {
    var body = request.body();
    var outcome = ReportWire.outcome(body.fields(), "outcome");
    return receipt(source(body).report(job(body), fence(body), outcome));
  }

  private Reply reports(Request request) throws InterruptedException {
    var body = request.body();
    var reports = ReportWire.reports(body.fields(), "reports");
    if (reports.size() > Protocol.REPORTS_MAX) {
      throw Fault.body(
          "reports", "at most %d of them".formatted(Protocol.REPORTS_MAX), reports.size() + "");
    }
    return Reply.json(ReportWire.toFields(source(body).report(reports)));
  }

  private Reply leave(Request request) {
    source(request.body()).leave();
    return Reply.json(Fields.of("worker", Text.of(worker(request.body()))));
  }

  private Reply progress(Request request) throws InterruptedException {
    var body = request.body();
    var progress = ReportWire.progress(body.fields(), "progress");
    return receipt(source(body).progress(job(body), fence(body), progress));
  }

  private static Reply receipt(Receipt receipt) {
    if (receipt == Receipt.STALE) {
      throw Fault.of(
          409,
          "stale",
          "the job is no longer this worker's; nothing was changed",
          ReportWire.toFields(receipt));
    }
    return Reply.json(ReportWire.toFields(receipt));
  }

  private Reply renew(Request request) {
    var body = request.body();
    var held = JobWire.held(body.fields(), "held");
    var stop = source(body).renew(held).stream().<Value>map(JobWire::toFields).toList();
    return Reply.json(Fields.of("stop", new Items(stop)));
  }

  private Reply credential(Request request) {
    var body = request.body();
    var worker = worker(body);
    var held = parts.store().job(job(body).execution(), job(body).name());
    if (held.filter(it -> isHeld(it, worker, fence(body))).isEmpty()) {
      throw Fault.of(409, "stale", "the job is not this worker's");
    }
    var name = body.text("name");
    return parts
        .keychain()
        .find(name)
        .map(data -> Reply.json(Fields.of("data", data)))
        .orElseThrow(() -> Fault.notFound("name", "there is no credential '%s'".formatted(name)));
  }

  private static boolean isHeld(QueuedJob queued, String worker, long fence) {
    return switch (queued.status()) {
      case LEASED, STOPPING -> queued.owner().equals(worker) && queued.job().fence() == fence;
      case QUEUED, HELD -> false;
    };
  }

  private JobSource source(Body body) {
    long lease =
        body.whole(
            "lease_ms", Protocol.LEASE_MILLIS_MIN, Protocol.LEASE_MILLIS_MAX, LEASE_MILLIS_DEFAULT);
    return parts.operations().jobs(new Holder(worker(body), Duration.ofMillis(lease)));
  }

  private static String worker(Body body) {
    var worker = body.text("worker");
    if (worker.isBlank() || worker.length() > NAME_MAX) {
      throw Fault.body(
          "worker", "a name of 1 to %d characters".formatted(NAME_MAX), worker.length() + "");
    }
    return worker;
  }

  private static JobId job(Body body) {
    return new JobId(body.id("execution"), body.text("job"));
  }

  private static long fence(Body body) {
    return body.whole("fence", 0, Long.MAX_VALUE, 0);
  }
}
