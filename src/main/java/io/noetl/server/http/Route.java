package io.noetl.server.http;

import io.noetl.secret.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One route: all that there is to know about it, and what it does. The path names its variable
/// parts in braces. Without a `permission` it is open to everybody. `theme` is the chapter of the
/// description that it stands in.
public record Route(
    Verb verb,
    String path,
    Optional<Permission> permission,
    String theme,
    String summary,
    List<Parameter> parameters,
    Form body,
    int bodyMax,
    Answer answer,
    Handler handler) {
  /// What the body of a route may have in bytes, unless it says otherwise: a payload or a playbook.
  public static final int BODY_MAX = 16 << 20;

  public Route {
    parameters = List.copyOf(parameters);
  }

  /// Begins a route; it is finished by [Draft#does].
  public static Draft get(String path) {
    return new Draft(Verb.GET, path);
  }

  public static Draft post(String path) {
    return new Draft(Verb.POST, path);
  }

  public static Draft put(String path) {
    return new Draft(Verb.PUT, path);
  }

  public static Draft delete(String path) {
    return new Draft(Verb.DELETE, path);
  }

  /// A route in the making. Nobody may use it unless a permission is named.
  public static final class Draft {
    private final Verb verb;
    private final String path;
    private final List<Parameter> parameters = new ArrayList<>();
    private Optional<Permission> permission = Optional.of(Permission.ADMINISTER);
    private String theme = "";
    private String summary = "";
    private Form body = Form.NONE;
    private int bodyMax = BODY_MAX;
    private Answer answer = Answer.json("Done.");

    private Draft(Verb verb, String path) {
      this.verb = verb;
      this.path = path;
    }

    public Draft needs(Permission wanted) {
      permission = Optional.of(wanted);
      return this;
    }

    /// Anybody may use it, without a token.
    public Draft open() {
      permission = Optional.empty();
      return this;
    }

    public Draft in(String chapter) {
      theme = chapter;
      return this;
    }

    public Draft says(String sentence) {
      summary = sentence;
      return this;
    }

    public Draft takes(Parameter... wanted) {
      parameters.addAll(List.of(wanted));
      return this;
    }

    public Draft takes(Form form) {
      body = form;
      return this;
    }

    /// Its body may have so many bytes.
    public Draft upTo(int bytes) {
      bodyMax = bytes;
      return this;
    }

    public Draft answers(Answer what) {
      answer = what;
      return this;
    }

    public Draft answers(Form form) {
      return answers(Answer.of(form));
    }

    public Route does(Handler handler) {
      return new Route(
          verb, path, permission, theme, summary, parameters, body, bodyMax, answer, handler);
    }
  }
}
