package io.noetl.tool.http;

import io.noetl.template.Ambient;
import io.noetl.template.Condition;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What `paginate` says, its templates rendered but for those that speak of a page. The keys are
/// those of docs/tools/http.md.
final class Paging {
  /// Where nobody has said how many pages there may be, more than these are a mistake.
  static final int PAGES_DEFAULT = 1000;

  private static final String CODE = "paginate";
  private static final String CONTINUE = "continue_while";
  private static final String NEXT_PAGE = "next_page";

  private final Fields rules;
  private final Optional<Condition> continueWhile;
  private final Document nextPage;
  private final Optional<PageRetry> retry;
  private final Scope scope;

  /// How a page leads to the next.
  enum Kind {
    NEXT_LINK,
    CURSOR,
    PAGE,
    OFFSET,
    RESPONSE
  }

  /// What becomes of the pages' parts.
  enum Strategy {
    APPEND,
    COLLECT,
    REPLACE
  }

  private Paging(Fields written, Scope scope) {
    this.scope = scope;
    var plain = written.without(CONTINUE).without(NEXT_PAGE).without("retry");
    rules = (Fields) Document.of(plain).render(scope, now());
    continueWhile =
        written.get(CONTINUE) instanceof Text(var text)
            ? Optional.of(Condition.parse(text))
            : Optional.empty();
    nextPage = Document.of(written.get(NEXT_PAGE));
    retry =
        written.get("retry") instanceof Fields fields
            ? Optional.of(PageRetry.of(fields))
            : Optional.empty();
  }

  /// Empty for a step that takes one answer.
  static Optional<Paging> of(ToolCall call) throws ToolFailure {
    if (!(call.later().templates().get(CODE) instanceof Fields written)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Paging(written, call.later().scope()));
    } catch (TemplateError e) {
      throw ToolFailure.invalid("template", "paginate: " + e.message());
    }
  }

  static Ambient now() {
    return Ambient.of(Instant.now(), ThreadLocalRandom.current().nextLong());
  }

  Kind kind() throws ToolFailure {
    return switch (text("type")) {
      case "cursor" -> Kind.CURSOR;
      case "page" -> Kind.PAGE;
      case "offset" -> Kind.OFFSET;
      case "response" -> Kind.RESPONSE;
      case "next_link", "" -> Kind.NEXT_LINK;
      case String other -> throw invalid("'type' cannot be '%s'".formatted(other));
    };
  }

  Strategy strategy() {
    return switch (text("merge_strategy")) {
      case "collect" -> Strategy.COLLECT;
      case "replace" -> Strategy.REPLACE;
      default -> Strategy.APPEND;
    };
  }

  /// The place that the key names; empty if it is not given.
  Optional<ResponsePath> path(String key) {
    return text(key).isBlank() ? Optional.empty() : Optional.of(ResponsePath.of(text(key)));
  }

  String text(String key, String otherwise) {
    return text(key).isBlank() ? otherwise : text(key);
  }

  private String text(String key) {
    return rules.get(key) == Null.NULL ? "" : Requests.text(rules.get(key)).strip();
  }

  /// The whole number under the key, at least `least`.
  Optional<Long> number(String key, long least) throws ToolFailure {
    var number =
        switch (rules.get(key)) {
          case Null _ -> Optional.<Long>empty();
          case Num.Int(var whole) -> Optional.of(whole);
          case Text(var digits) when digits.strip().matches("\\d{1,18}") ->
              Optional.of(Long.parseLong(digits.strip()));
          case Value other ->
              throw invalid("'%s' is no number: %s".formatted(key, Requests.text(other)));
        };
    if (number.isPresent() && number.get() < least) {
      throw invalid("'%s' must be at least %d, is %d".formatted(key, least, number.get()));
    }
    return number;
  }

  boolean hasCondition() {
    return continueWhile.isPresent();
  }

  Optional<PageRetry> retry() {
    return retry;
  }

  /// The names that templates see which speak of a page.
  Scope with(Scope page) {
    return page.over(scope);
  }

  /// Whether there is to be another page; so it is where nothing is said.
  boolean continues(Scope page) throws ToolFailure {
    if (continueWhile.isEmpty()) {
      return true;
    }
    return switch (continueWhile.get().judge(with(page), now())) {
      case io.noetl.template.Verdict.Held _ -> true;
      case io.noetl.template.Verdict.NotHeld _ -> false;
      case io.noetl.template.Verdict.Failed(var why) ->
          throw invalid("'continue_while' cannot be judged: " + why);
    };
  }

  /// What the next request differs in; empty if in nothing.
  Fields nextPage(Scope page) throws ToolFailure {
    try {
      return nextPage.render(with(page), now()).plain() instanceof Fields fields
          ? fields
          : Fields.EMPTY;
    } catch (TemplateError e) {
      throw invalid("'next_page': " + e.message());
    }
  }

  static ToolFailure invalid(String message) {
    return ToolFailure.invalid(CODE, "paginate: " + message);
  }
}
