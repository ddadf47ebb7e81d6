package io.noetl.playbook;

import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Knows the words of later playbook dialects which are not understood here, to say so clearly.
final class Dialects {
  static final String V1 = "noetl.io/v1";

  private static final Map<String, String> HINTS =
      Map.of(
          "case", "`case` is of noetl.io/v2; write the edges under `next`, each with its `when`",
          "arcs", "`arcs` is of noetl.io/v10; list the edges directly under `next`",
          "spec", "`spec` is of noetl.io/v2 and later; write its keys one level up",
          "libs", "`libs` is of noetl.io/v2; import in the code itself",
          "secret", "name a credential in `auth`; inputs stand in the history",
          "pagination", "page with a cycle of steps",
          "cursor", "`cursor` is of noetl.io/v10; iterate over a `collection`");

  private Dialects() {}

  /// What to do about a key of another dialect; empty for other keys.
  static String hint(String key) {
    return HINTS.getOrDefault(key, "");
  }

  static boolean isUnderstood(String version) {
    return version.strip().toLowerCase(Locale.ROOT).equals(V1);
  }

  /// The parts of a playbook that only other dialects have, each with its line.
  static List<String> foreignParts(Mapping root) {
    List<String> parts = new ArrayList<>();
    find(root, "", parts);
    return parts;
  }

  private static void find(Written tree, String owner, List<String> parts) {
    switch (tree) {
      case Scalar _ -> {}
      case Sequence(_, var items) -> items.forEach(item -> find(item, owner, parts));
      case Mapping(_, var entries) -> {
        for (var entry : entries) {
          var name = entry.name();
          boolean isPipeline = name.equals("tool") && entry.value() instanceof Sequence;
          if (HINTS.containsKey(name) || isPipeline) {
            add(isPipeline ? "a list of tools" : dotted(owner, name), entry, parts);
          } else {
            find(entry.value(), name, parts);
          }
        }
      }
    }
  }

  private static String dotted(String owner, String name) {
    var isNamed = owner.equals("next") || owner.equals("tool") || owner.equals("loop");
    return isNamed ? owner + "." + name : name;
  }

  private static void add(String part, Written.Entry entry, List<String> parts) {
    if (parts.stream().noneMatch(each -> each.startsWith(part + " "))) {
      parts.add("%s (line %d)".formatted(part, entry.key().spot().line()));
    }
  }
}
