package io.noetl.secret;

import java.util.List;

/// What came of registering a credential.
public sealed interface Registration {

  /// It is stored; the warnings say what cannot be promised of it.
  record Registered(Credential credential, List<String> warnings) implements Registration {
    public Registered {
      warnings = List.copyOf(warnings);
    }
  }

  /// It is not stored: all that is wrong with it, without its values.
  record Rejected(List<String> problems) implements Registration {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
