package io.noetl.server.api;

import io.noetl.secret.Credential;
import io.noetl.secret.Draft;
import io.noetl.secret.Permission;
import io.noetl.secret.Registration;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.Stream;

/// Credentials: they go in and are never shown again; only a worker that holds a job gets them.
public final class CredentialsApi {
  private static final String THEME = "Credentials";
  private static final int NAME_MAX = 200;

  private static final Form DEPOSIT =
      Form.of(
          "CredentialDeposit",
          Field.text("name", "Its name; one that is there is replaced.").needed(),
          Field.text("type", "What it is for (generic)."),
          Field.text("credential_type", "The same as type."),
          Field.map("data", "What is secret.").needed(),
          Field.map("meta", "What is not."),
          Field.any("tags", "A list of words, or words with commas."),
          Field.text("description", "What it is for."));

  private static final Form CREDENTIAL =
      Form.of(
          "Credential",
          Field.id("id", "Its number.").needed(),
          Field.text("name", "Its name.").needed(),
          Field.text("type", "What it is for.").needed(),
          Field.text("key_id", "The master key that it is under.").needed(),
          Field.map("meta", "What is not secret.").needed(),
          Field.list("tags", "Words to find it by.").needed(),
          Field.text("description", "What it is for."),
          Field.text("created_at", "When it came.").needed(),
          Field.text("updated_at", "When it was replaced last.").needed());

  private static final Form DELETED =
      Form.of(
          "CredentialDeleted",
          Field.text("status", "success").needed(),
          Field.text("name", "Its name.").needed());

  private final Parts parts;

  CredentialsApi(Parts parts) {
    this.parts = parts;
  }

  static List<Form> forms() {
    return List.of(CREDENTIAL);
  }

  List<Route> routes() {
    var name = Parameter.path("name", Kind.TEXT, "Its name, or its number.");
    return List.of(
        Route.post("/api/credentials")
            .needs(Permission.ADMINISTER)
            .in(THEME)
            .says("Stores a credential, encrypted; its data are never shown again.")
            .takes(DEPOSIT)
            .answers(CREDENTIAL)
            .does(this::put),
        Route.get("/api/credentials")
            .needs(Permission.READ)
            .in(THEME)
            .says("The credentials by name, without their data.")
            .takes(
                Parameter.query("type", Kind.TEXT, "Only of this type."),
                Parameter.query("q", Kind.TEXT, "Only where name, tags or description have it."))
            .takes(Paging.parameters())
            .answers(CREDENTIAL.page("items"))
            .does(this::list),
        Route.get("/api/credentials/{name}")
            .needs(Permission.READ)
            .in(THEME)
            .says("One credential, without its data.")
            .takes(name)
            .takes(Parameter.query("include_data", Kind.TRUTH, "Refused if true."))
            .answers(CREDENTIAL)
            .does(this::one),
        Route.delete("/api/credentials/{name}")
            .needs(Permission.ADMINISTER)
            .in(THEME)
            .says("Deletes a credential.")
            .takes(name)
            .answers(DELETED)
            .does(this::delete));
  }

  private Reply put(Request request) {
    var body = request.body();
    var name = body.text("name");
    if (name.isBlank() || name.length() > NAME_MAX) {
      var found = name.length() + " characters";
      throw Fault.body("name", "1 to %d characters".formatted(NAME_MAX), found);
    }
    var type = body.text("type", body.text("credential_type", "generic"));
    var tags = body.value("tags") instanceof Text(var words) ? words(words) : body.texts("tags");
    var draft =
        new Draft(name, type, body.map("data"), body.map("meta"), tags, body.text("description"));
    return switch (parts.keychain().register(draft)) {
      case Registration.Registered(var credential, var warnings) ->
          Reply.json(json(credential).with("warnings", texts(warnings)));
      case Registration.Rejected(var problems) ->
          throw Fault.of(
              422,
              "invalid-credential",
              String.join("; ", problems),
              Fields.of("problems", texts(problems)));
    };
  }

  private static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }

  private static List<String> words(String commas) {
    return Stream.of(commas.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private Reply list(Request request) {
    var type = request.text("type");
    var text = request.text("q");
    var all = parts.keychain().list(type, text);
    var page = Paging.cut(all, request).stream().map(CredentialsApi::json).toList();
    return Reply.json(
        Paging.answer("items", page, request, all.size())
            .with(
                "filter",
                Fields.of("type", ExecutionView.text(type), "q", ExecutionView.text(text))));
  }

  private Reply one(Request request) {
    if (request.truth("include_data", false)) {
      throw Fault.of(
          403,
          "write-only",
          "what is secret in a credential is never shown; a worker that holds a job gets it");
    }
    return Reply.json(json(found(request)));
  }

  private Credential found(Request request) {
    var name = request.text("name");
    return parts
        .keychain()
        .describe(name)
        .or(
            () ->
                parts.keychain().list("", "").stream()
                    .filter(entry -> Long.toString(entry.id()).equals(name))
                    .findFirst())
        .orElseThrow(() -> Fault.notFound("name", "there is no credential '%s'".formatted(name)));
  }

  private Reply delete(Request request) {
    var entry = found(request);
    parts.keychain().delete(entry.name());
    return Reply.json(Fields.builder().put("status", "success").put("name", entry.name()).build());
  }

  private static Fields json(Credential entry) {
    return Fields.builder()
        .put("id", Long.toString(entry.id()))
        .put("name", entry.name())
        .put("type", entry.type())
        .put("key_id", entry.keyId())
        .put("meta", entry.meta())
        .put("tags", texts(entry.tags()))
        .put("description", ExecutionView.text(entry.description()))
        .put("created_at", Times.utc(entry.createdAt()))
        .put("updated_at", Times.utc(entry.updatedAt()))
        .build();
  }
}
