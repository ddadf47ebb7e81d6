package io.noetl.server.api;

import io.noetl.playbook.LabelFilter;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Request;

/// The labels of playbooks that a request asks for.
final class Labels {
  private static final String NAME = "label";

  private Labels() {}

  static Parameter parameter() {
    return Parameter.query(
        NAME, Kind.TEXT, "Only of playbooks with these labels (k=v, with commas).");
  }

  /// Any if it asks for none.
  static LabelFilter of(Request request) {
    var text = request.text(NAME);
    return text.isEmpty()
        ? LabelFilter.ANY
        : LabelFilter.parse(text).orElseThrow(() -> Fault.parameter(NAME, LabelFilter.FORM, text));
  }
}
