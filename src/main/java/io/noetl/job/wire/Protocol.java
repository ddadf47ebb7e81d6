package io.noetl.job.wire;

/// What a server and a remote worker agree upon: paths, headers, bounds and the version. Versions
/// of the same major number understand each other.
public final class Protocol {
  public static final String HEADER = "NoETL-Protocol";
  public static final int MAJOR = 1;
  public static final String LEASE = "/api/worker/lease";
  public static final String REPORT = "/api/worker/report";
  public static final String REPORTS = "/api/worker/reports";
  public static final String PROGRESS = "/api/worker/progress";
  public static final String RENEW = "/api/worker/renew";
  public static final String LEAVE = "/api/worker/leave";
  public static final String CREDENTIAL = "/api/worker/credential";

  /// A server holds a request for jobs no longer than this.
  public static final int WAIT_MILLIS_MAX = 30_000;

  /// Jobs handed out at once.
  public static final int JOBS_MAX = 1_000;

  /// Reports taken at once.
  public static final int REPORTS_MAX = 1_000;

  /// Shorter leases would be lost by one slow renewal, longer ones keep a dead worker's jobs.
  public static final int LEASE_MILLIS_MIN = 1_000;

  public static final int LEASE_MILLIS_MAX = 3_600_000;

  private Protocol() {}

  /// Whether the version in a header (`1` or `1.2`) is one that we understand.
  public static boolean understands(String version) {
    int dot = version.indexOf('.');
    return (dot < 0 ? version : version.substring(0, dot)).strip().equals(Integer.toString(MAJOR));
  }
}
