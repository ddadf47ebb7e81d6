package io.noetl.playbook;

import io.noetl.playbook.Problem.Severity;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.template.Condition;
import io.noetl.template.Document;
import io.noetl.template.Flaw;
import io.noetl.template.Template;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses every template of a playbook once, so that what is wrong with it is said with its exact
/// place, and notes which names it mentions for a check that needs the whole playbook.
final class TemplateCheck {
  /// Who knows these is the worker alone; such templates are left for it.
  private static final Set<String> WORKERS = Set.of("secret", "secrets", "auth", "env", "job");

  /// A name with its attributes that a template mentions; `key` is that of the condition that it
  /// stands in, empty for other templates.
  record Mention(List<String> path, Scalar scalar, Names names, String key) {}

  private final Problems problems;
  private final List<Mention> mentions = new ArrayList<>();
  private Set<String> secretSteps = Set.of();

  TemplateCheck(Problems problems) {
    this.problems = problems;
  }

  /// Steps of the tool `secrets`: their results are known in full to workers alone, so templates
  /// that name them are left for these.
  void secretSteps(Set<String> steps) {
    secretSteps = Set.copyOf(steps);
  }

  Set<String> secretSteps() {
    return secretSteps;
  }

  List<Mention> mentions() {
    return mentions;
  }

  /// Checks every template in the tree.
  void check(Written tree, Names names) {
    switch (tree) {
      case Mapping(_, var entries) -> entries.forEach(entry -> check(entry.value(), names));
      case Sequence(_, var items) -> items.forEach(item -> check(item, names));
      case Scalar scalar -> {
        if (scalar.value() instanceof Text(var text) && Template.isTemplate(text)) {
          checkTemplate(scalar, names);
        }
      }
    }
  }

  private void checkTemplate(Scalar scalar, Names names) {
    try {
      var template = Template.parse(scalar.text());
      note(scalar, template.flaws());
      template.paths().forEach(path -> mentions.add(new Mention(path, scalar, names, "")));
    } catch (TemplateError e) {
      problems.add(syntax(scalar, e));
    }
  }

  /// The condition that the scalar holds, with or without braces.
  Optional<Condition> condition(Written written, String key, Names names) {
    if (!(written instanceof Scalar scalar) || scalar.text().isBlank()) {
      var message = "`%s` needs a condition, this is a %s".formatted(key, written.kind());
      problems.error(written.spot(), "bad-condition", message, "write an expression in quotes");
      return Optional.empty();
    }
    try {
      var condition = Condition.parse(scalar.text());
      note(scalar, condition.flaws());
      condition.paths().forEach(path -> mentions.add(new Mention(path, scalar, names, key)));
      condition
          .neverTruth()
          .ifPresent(
              reason ->
                  problems.error(
                      scalar.spot(),
                      "never-true",
                      "`%s` can never be true".formatted(key),
                      reason));
      return Optional.of(condition);
    } catch (TemplateError e) {
      problems.add(syntax(scalar, e));
      return Optional.empty();
    }
  }

  /// Checks an expression that may stand with or without braces.
  void checkExpression(Written written, Names names) {
    if (!(written instanceof Scalar scalar) || Template.isTemplate(scalar.text())) {
      check(written, names);
      return;
    }
    try {
      var template = Template.expression(scalar.text());
      note(scalar, template.flaws());
      template.paths().forEach(path -> mentions.add(new Mention(path, scalar, names, "")));
    } catch (TemplateError e) {
      problems.add(syntax(scalar, e));
    }
  }

  /// The tree ready to be rendered by the broker, or an empty one if a template in it is broken
  /// (which [#check] has said).
  static Document document(Value tree) {
    return document(tree, Set.of());
  }

  /// As above; templates that name one of `more` are left for the worker too.
  static Document document(Value tree, Set<String> more) {
    if (tree == Null.NULL) {
      return Document.NULL;
    }
    if (tree instanceof Fields fields && fields.isEmpty()) {
      return Document.EMPTY;
    }
    try {
      return Document.of(tree, template -> isForWorker(template, more));
    } catch (TemplateError _) {
      return Document.EMPTY;
    }
  }

  private static boolean isForWorker(Template template, Set<String> more) {
    for (var name : template.names()) {
      if (WORKERS.contains(name) || more.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private void note(Scalar scalar, List<Flaw> flaws) {
    for (var flaw : flaws) {
      problems.add(problem(scalar, flaw.offset(), "template-name", flaw.message(), flaw.hint()));
    }
  }

  private Problem syntax(Scalar scalar, TemplateError e) {
    return problem(scalar, e.offset(), "template-syntax", e.message(), e.hint());
  }

  private Problem problem(Scalar scalar, int offset, String code, String message, String hint) {
    var place = problems.source().place(scalar, Math.max(0, offset));
    return new Problem(Severity.ERROR, place, code, message, hint);
  }
}
