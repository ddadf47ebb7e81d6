package io.noetl;

import io.noetl.cli.Cli;
import io.noetl.cli.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/// The front door: hands the arguments to the command line and exits with its answer.
public final class Main {
  /// The JVM shows a proxy no password before it speaks TLS, unless it is told so before its first
  /// request. Who writes a password into the address of a proxy means it to be shown.
  private static final String PROXY_LOGINS = "jdk.http.auth.tunneling.disabledSchemes";

  private Main() {}

  public static void main(String[] args) {
    if (System.getProperty(PROXY_LOGINS) == null) {
      System.setProperty(PROXY_LOGINS, "");
    }
    System.exit(Cli.run(List.of(args), Console.ofProcess()));
  }

  /// The same within a process: the exit code, nothing is ended.
  public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    return Cli.run(args, Console.plain(in, out, err, System.getenv()));
  }
}
