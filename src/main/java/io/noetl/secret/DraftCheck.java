package io.noetl.secret;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Says what is wrong with a draft, or cannot be promised of it; never with its values.
final class DraftCheck {
  /// Shorter secrets stand in too many words by chance to be kept out of results and logs.
  static final int HIDDEN_MIN = 6;

  /// A certificate with its chain and a key fit in, files do not.
  private static final int DATA_CHARS_MAX = 64 << 10;

  private static final int DESCRIPTION_MAX = 2_000;
  private static final int TAGS_MAX = 50;
  private static final int TAG_MAX = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@/-]{0,199}");
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

  /// Ids are numbers; a name must not look like one.
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Draft draft;
  private final List<String> found = new ArrayList<>();

  private DraftCheck(Draft draft) {
    this.draft = draft;
  }

  static List<String> problems(Draft draft) {
    return new DraftCheck(draft).problems();
  }

  static List<String> warnings(Draft draft) {
    return new DraftCheck(draft).warnings();
  }

  private List<String> problems() {
    if (!NAME.matcher(draft.name()).matches()) {
      found.add("a credential's name has 1 to 200 letters, digits and the signs _ . @ / -");
    } else if (DIGITS.matcher(draft.name()).matches()) {
      found.add("a credential's name cannot be a number: that would be an id");
    }
    if (!TYPE.matcher(draft.type()).matches()) {
      found.add("a credential's type is a word such as postgres, bearer or generic");
    }
    checkData();
    checkTags();
    if (draft.description().length() > DESCRIPTION_MAX) {
      found.add("the description is longer than %d characters".formatted(DESCRIPTION_MAX));
    }
    return found;
  }

  private void checkData() {
    if (draft.data().isEmpty()) {
      found.add("the credential has no data: give it fields such as password or token");
      return;
    }
    if (!isWritable(draft.data()) || !isWritable(draft.meta())) {
      found.add("data and meta may have %d characters each as JSON".formatted(DATA_CHARS_MAX));
    }
    CredentialType.of(draft.type())
        .missing(draft.data())
        .forEach(
            field -> found.add("a credential of type %s needs %s".formatted(draft.type(), field)));
  }

  private static boolean isWritable(Fields fields) {
    try {
      return Json.write(fields).length() <= DATA_CHARS_MAX;
    } catch (JsonError e) {
      return false;
    }
  }

  private void checkTags() {
    if (draft.tags().size() > TAGS_MAX) {
      found.add("a credential has at most %d tags".formatted(TAGS_MAX));
    }
    if (draft.tags().stream().anyMatch(tag -> tag.length() > TAG_MAX)) {
      found.add("a tag has at most %d characters".formatted(TAG_MAX));
    }
  }

  private List<String> warnings() {
    var type = CredentialType.of(draft.type());
    draft
        .data()
        .forEach(
            (name, value) -> {
              if (!type.isOpen(name)) {
                look(name, value);
              }
            });
    if (draft.data().has("type")) {
      found.add("the field 'type' is hidden by the credential's own type: call it otherwise");
    }
    return found;
  }

  private void look(String path, Value value) {
    switch (value) {
      case Text(var text) -> warnIfShort(path, text.strip());
      case Num number -> warnIfShort(path, Json.write(number));
      case Fields fields -> fields.forEach((name, each) -> look(path + "." + name, each));
      case Items items -> items.forEach(each -> look(path, each));
      default -> {}
    }
  }

  private void warnIfShort(String path, String text) {
    if (!text.isEmpty() && text.length() < HIDDEN_MIN) {
      found.add(
          "'%s' is shorter than %d characters: it cannot be kept out of results and logs"
              .formatted(path, HIDDEN_MIN));
    }
  }
}
