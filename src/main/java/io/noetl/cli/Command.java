package io.noetl.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command of the command line: how it is called and what it does.
interface Command {

  /// Its options and operands. Built in code and not read from annotations: that starts quicker.
  CommandSpec spec();

  /// Does it; the answer is the exit code (see [Exit]).
  int run(ParseResult given, Console console) throws InterruptedException;
}
