package io.noetl.cli;

import io.noetl.client.Problem;
import io.noetl.client.Unreachable;
import io.noetl.engine.Incident;
import io.noetl.secret.SecretError;
import io.noetl.store.StoreUnavailable;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads the command line, does what it asks, and turns whatever comes of it into an exit code and
/// one clear sentence.
public final class Cli {
  private Cli() {}

  /// The exit code; nothing is ended.
  public static int run(List<String> args, Console console) {
    configureLogs(console);
    int exit = guarded(args, console);
    console.out().flush();
    console.err().flush();
    return exit;
  }

  private static int guarded(List<String> args, Console console) {
    try {
      return parsed(args, console);
    } catch (CommandError e) {
      return told(console, e.exit(), e.message(), e);
    } catch (Problem e) {
      var error = CommandError.of(e);
      return told(console, error.exit(), error.message(), e);
    } catch (Unreachable e) {
      var hint = "; is a server running there?";
      return told(console, Exit.UNREACHABLE, e.message() + hint, e);
    } catch (StoreUnavailable e) {
      int exit = isForbidden(e) ? Exit.NOT_ALLOWED : Exit.FAILED;
      return told(console, exit, String.valueOf(e.getMessage()), e);
    } catch (SecretError e) {
      return told(console, Exit.FAILED, e.message(), e);
    } catch (Incident e) {
      return told(console, Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      return told(console, Exit.FAILED, sentence(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return told(console, Exit.INTERRUPTED, "interrupted", e);
    } catch (RuntimeException | Error e) {
      var hint = console.isDebugging() ? "" : "; set NOETL_DEBUG=1 to see where";
      return told(console, Exit.FAILED, "unexpected error: %s%s".formatted(e, hint), e);
    }
  }

  private static int told(Console console, int exit, String message, Throwable cause) {
    console.out().flush();
    console.say("noetl: " + message);
    if (console.isDebugging()) {
      cause.printStackTrace(console.err());
    }
    return exit;
  }

  private static boolean isForbidden(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessDeniedException) {
        return true;
      }
    }
    return false;
  }

  private static int parsed(List<String> args, Console console) throws InterruptedException {
    var commands = Commands.of(args);
    var line = commands.line();
    try {
      var given = line.parseArgs(args.toArray(String[]::new));
      checkOrder(given);
      return run(commands, deepest(given), console);
    } catch (ParameterException e) {
      return misused(e, console);
    }
  }

  /// What stands before a command of a group would not be heard.
  private static void checkOrder(ParseResult given) {
    for (var at = given; at.hasSubcommand(); at = at.subcommand()) {
      var passedOver = at.matchedOptions();
      if (!passedOver.isEmpty()) {
        throw CommandError.usage(
            "put %s after '%s'"
                .formatted(
                    passedOver.getFirst().longestName(), at.subcommand().commandSpec().name()));
      }
    }
  }

  private static ParseResult deepest(ParseResult given) {
    var at = given;
    while (at.hasSubcommand()) {
      at = at.subcommand();
    }
    return at;
  }

  private static int run(Commands commands, ParseResult given, Console console)
      throws InterruptedException {
    var spec = given.commandSpec();
    if (given.isVersionHelpRequested()) {
      console.print("noetl " + Commands.version());
      return Exit.DONE;
    }
    if (given.isUsageHelpRequested() || spec.parent() == null) {
      spec.commandLine().usage(console.out(), console.hasColours() ? Ansi.ON : Ansi.OFF);
      return given.isUsageHelpRequested() ? Exit.DONE : Exit.USAGE;
    }
    return commands.chosen(spec).run(given, console);
  }

  private static int misused(ParameterException e, Console console) {
    boolean isUnknown =
        e instanceof UnmatchedArgumentException it
            && it.getCommandLine().getParent() == null
            && !it.isUnknownOption();
    var message =
        isUnknown ? "there is no command '%s'".formatted(unmatched(e).getFirst()) : e.getMessage();
    var err = new PrintWriter(console.err(), false, StandardCharsets.UTF_8);
    console.err().print("noetl: " + message + "\n");
    UnmatchedArgumentException.printSuggestions(e, err);
    err.flush();
    console.say("See '%s --help'.".formatted(name(e.getCommandLine())));
    return Exit.USAGE;
  }

  private static List<String> unmatched(ParameterException e) {
    return e instanceof UnmatchedArgumentException it ? it.getUnmatched() : List.of();
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }

  /// Logs are for operators; here they speak up only when something is amiss.
  private static void configureLogs(Console console) {
    // To look for a logging library takes time, and there is but this one.
    System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    if (console.isDebugging()) {
      System.setProperty("org.slf4j.simpleLogger.log.io.noetl", "debug");
    }
  }

  /// What went wrong with a file, in one sentence.
  private static String sentence(UncheckedIOException e) {
    return e.getCause() instanceof AccessDeniedException denied
        ? "%s cannot be read: permission denied".formatted(denied.getFile())
        : String.valueOf(e.getMessage());
  }
}
