package io.noetl.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// The text of a playbook and what to call it.
record PlaybookText(String name, String text) {

  /// Those that the operands name: files as they are, and in directories whatever looks like a
  /// playbook.
  static List<PlaybookText> all(List<String> operands, Console console) {
    var all = new ArrayList<PlaybookText>();
    for (var operand : operands) {
      if (operand.equals("-")) {
        all.add(new PlaybookText("stdin", console.input()));
        continue;
      }
      var path = TextFiles.path(operand);
      if (!Files.isDirectory(path)) {
        all.add(new PlaybookText(operand, TextFiles.read(path)));
        continue;
      }
      int before = all.size();
      for (var file : PlaybookFiles.below(path)) {
        var text = TextFiles.read(file);
        if (PlaybookFiles.isPlaybook(text)) {
          all.add(new PlaybookText(file.toString(), text));
        }
      }
      if (all.size() == before) {
        console.say("noetl: there are no playbooks in " + operand);
      }
    }
    return all;
  }
}
