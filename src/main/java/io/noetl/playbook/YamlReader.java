package io.noetl.playbook;

import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Span;
import io.noetl.playbook.Written.Spot;
import io.noetl.playbook.Written.Style;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// Reads YAML into a tree that knows its places. Works on the parser's events with a stack of its
/// own, so that no text can overflow the thread's; what aliases unfold to is bounded.
final class YamlReader {
  /// Far beyond what a person writes, and safe for everyone who walks the tree by recursion.
  static final int DEPTH_MAX = 100;

  /// How many values all aliases together may stand for.
  static final int ALIASED_MAX = 100_000;

  private record Anchor(Written written, int size, int height) {}

  private final Source source;
  private final Problems problems;
  private final Deque<YamlFrame> open = new ArrayDeque<>();
  private final Map<String, Anchor> anchors = new HashMap<>();
  private int aliased;
  private int documents;
  private @Nullable Written root;

  private YamlReader(Problems problems) {
    this.problems = problems;
    this.source = problems.source();
  }

  /// The one document of the text, or nothing if it cannot be read; then a problem says why.
  static Optional<Written> read(Problems problems) {
    return new YamlReader(problems).read();
  }

  private Optional<Written> read() {
    var options = new LoaderOptions();
    options.setCodePointLimit(PlaybookParser.TEXT_MAX);
    try {
      var parser = new ParserImpl(new StreamReader(source.text()), options);
      for (var event = parser.getEvent(); take(event); event = parser.getEvent()) {}
    } catch (YAMLException e) {
      problems.replace(YamlSyntax.problem(source, e));
      return Optional.empty();
    }
    if (root == null && !problems.hasErrors()) {
      problems.error(new Spot(1, 1), "empty-playbook", "there is no playbook in this file", "");
    }
    return Optional.ofNullable(root);
  }

  /// Whether to go on.
  private boolean take(Event event) {
    return switch (event) {
      case StreamEndEvent _ -> false;
      case DocumentStartEvent _ -> {
        documents++;
        if (documents == 1) {
          yield true;
        }
        root = null;
        var hint = "put each playbook into a file of its own";
        problems.error(
            spot(event.getStartMark()), "several-documents", "a second document begins here", hint);
        yield false;
      }
      case ScalarEvent scalar -> {
        var written = scalar(scalar);
        yield add(scalar, written, 1, 1);
      }
      case AliasEvent alias -> unfold(alias);
      case CollectionStartEvent start -> begin(start);
      case Event end when end.is(Event.ID.MappingEnd) || end.is(Event.ID.SequenceEnd) -> {
        var frame = open.pop();
        var written = frame.close(source, end.getEndMark().getIndex(), problems);
        yield add(frame.start(), written, frame.size(), frame.height());
      }
      default -> true;
    };
  }

  private boolean begin(CollectionStartEvent start) {
    if (open.size() >= DEPTH_MAX) {
      return refuse(start, "too-deep", "values nest deeper than %d levels".formatted(DEPTH_MAX));
    }
    var spot = spot(start.getStartMark());
    var outer = open.peek();
    if (outer != null && outer.awaitsKey() && start instanceof MappingStartEvent) {
      outer.foundMapAsKey();
    }
    open.push(new YamlFrame(start, spot));
    return true;
  }

  private boolean unfold(AliasEvent alias) {
    var anchor = anchors.get(alias.getAnchor());
    if (anchor == null) {
      var message = "the alias *%s has no anchor before it".formatted(alias.getAnchor());
      return refuse(alias, "unknown-alias", message);
    }
    aliased += anchor.size();
    if (aliased > ALIASED_MAX) {
      var message = "the aliases stand for more than %d values".formatted(ALIASED_MAX);
      return refuse(alias, "too-many-aliases", message);
    }
    if (open.size() + anchor.height() > DEPTH_MAX) {
      return refuse(alias, "too-deep", "values nest deeper than %d levels".formatted(DEPTH_MAX));
    }
    return add(alias, anchor.written(), anchor.size(), anchor.height());
  }

  private boolean refuse(Event event, String code, String message) {
    root = null;
    problems.error(spot(event.getStartMark()), code, message, "");
    return false;
  }

  private boolean add(NodeEvent event, Written written, int size, int height) {
    if (event.getAnchor() != null && !(event instanceof AliasEvent)) {
      anchors.put(event.getAnchor(), new Anchor(written, size, height));
    }
    var frame = open.peek();
    if (frame == null) {
      root = written;
    } else {
      frame.add(written, size, height);
    }
    return true;
  }

  private Scalar scalar(ScalarEvent event) {
    var style =
        switch (event.getScalarStyle()) {
          case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
          case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Style.DOUBLE_QUOTED;
          case LITERAL -> Style.LITERAL;
          case FOLDED -> Style.FOLDED;
          case PLAIN -> Style.PLAIN;
        };
    var start = event.getStartMark();
    var span = new Span(start.getIndex(), event.getEndMark().getIndex(), style);
    return new Scalar(spot(start), span, event.getValue(), value(event, style));
  }

  private Value value(ScalarEvent event, Style style) {
    var tag = event.getTag();
    if (tag == null) {
      var text = event.getValue();
      return style == Style.PLAIN ? YamlScalars.plain(text) : Text.of(text);
    }
    var value = YamlScalars.tagged(tag, event.getValue());
    if (value.isEmpty()) {
      var name = tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring(18) : tag;
      var message = "`%s` cannot be read as %s".formatted(event.getValue(), name);
      problems.error(spot(event.getStartMark()), "bad-tag", message, "leave the tag out");
    }
    return value.orElse(Null.NULL);
  }

  private static Spot spot(Mark mark) {
    return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
