package io.noetl.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The words in which commands say how they are called, so that the same thing is always called the
/// same.
final class Options {
  static final String DATA = "--data";
  static final String JSON = "--json";

  private Options() {}

  /// Makes the lists of options that may be given several times, and nothing else is ever made.
  /// picocli's own factory looks for Groovy in all jars when it is first mentioned: a tenth of a
  /// short run.
  private static final CommandLine.IFactory LISTS =
      new CommandLine.IFactory() {
        @Override
        public <K> K create(Class<K> type) {
          if (type.isAssignableFrom(ArrayList.class)) {
            return type.cast(new ArrayList<>());
          }
          throw new IllegalStateException("no " + type + " is made here");
        }
      };

  /// What reads the arguments of that command.
  static CommandLine line(CommandSpec spec) {
    return new CommandLine(spec, LISTS);
  }

  /// A command with `--help`.
  static CommandSpec command(String name, String... description) {
    var spec = CommandSpec.wrapWithoutInspection(null, LISTS).name(name);
    spec.usageMessage().description(description).abbreviateSynopsis(false);
    return spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Shows this help.")
            .build());
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).arity("0").type(boolean.class).description(description).build();
  }

  /// An option with one value.
  static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static OptionSpec number(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(int.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// An option that may be given several times.
  static OptionSpec texts(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static OptionSpec data() {
    return text(DATA, "DIR", "The data directory (default: $XDG_DATA_HOME/noetl).");
  }

  static OptionSpec json() {
    return flag(JSON, "Prints JSON, one object a line.");
  }

  /// The operand at `index`; it must be there.
  static PositionalParamSpec operand(int index, String label, String description) {
    return operand(index, label, description, "1");
  }

  static PositionalParamSpec optional(int index, String label, String description) {
    return operand(index, label, description, "0..1");
  }

  private static PositionalParamSpec operand(
      int index, String label, String description, String arity) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .arity(arity)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// All operands; at least one, unless `arity` says otherwise.
  static PositionalParamSpec operands(String label, String description, String arity) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity(arity)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static boolean has(ParseResult given, String option) {
    return given.hasMatchedOption(option);
  }

  static String text(ParseResult given, String option) {
    return given.matchedOptionValue(option, "");
  }

  static String operand(ParseResult given, int index) {
    return given.matchedPositionalValue(index, "");
  }

  static List<String> operands(ParseResult given) {
    return given.matchedPositionalValue(0, List.of());
  }

  /// An execution's id as users give it.
  static long execution(String text) {
    try {
      long id = Long.parseLong(text);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException _) {
      // The same answer as for one that is not positive.
    }
    throw CommandError.usage(
        "'%s' is no execution id: expected a number such as noetl executions lists"
            .formatted(text));
  }
}
