package io.noetl.server.http;

/// What a route may answer besides problems: for its description. `form` may be [Form#NONE] for an
/// answer that is no JSON object of a known form.
public record Answer(int status, String about, String type, Form form) {

  public static Answer of(Form form) {
    return new Answer(200, "Done.", Reply.JSON, form);
  }

  public static Answer json(String about) {
    return new Answer(200, about, Reply.JSON, Form.NONE);
  }

  public static Answer of(String type, String about) {
    return new Answer(200, about, type, Form.NONE);
  }
}
