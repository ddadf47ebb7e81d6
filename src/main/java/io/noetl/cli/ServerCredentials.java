package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.client.Locator;
import io.noetl.client.Problem;
import io.noetl.secret.Credential;
import io.noetl.secret.Draft;
import io.noetl.secret.Registration;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The credentials of a server, without their data.
record ServerCredentials(Link link) implements CredentialDesk {
  private static final String LIST = "/api/credentials";

  @Override
  public Registration register(Draft draft) throws InterruptedException {
    var tags = draft.tags().stream().<Value>map(Text::of).toList();
    var deposit =
        Fields.builder()
            .put("name", draft.name())
            .put("type", draft.type())
            .put("data", draft.data())
            .put("meta", draft.meta())
            .put("tags", new Items(tags))
            .put("description", draft.description())
            .build();
    try {
      var answer = link.post(Locator.of(LIST), deposit);
      return new Registration.Registered(
          Answers.credential(answer), Answers.texts(answer, "warnings"));
    } catch (Problem e) {
      var problems = Answers.texts(e.document(), "problems");
      if (problems.isEmpty()) {
        throw e;
      }
      return new Registration.Rejected(problems);
    }
  }

  @Override
  public List<Credential> list(String type) throws InterruptedException {
    var all = new ArrayList<Credential>();
    link.each(
        Locator.of(LIST).with("type", type),
        "items",
        Integer.MAX_VALUE,
        entry -> all.add(Answers.credential(entry)));
    return all;
  }

  /// Looked up first, since the server would take a number for an id; and an address has no room
  /// for a name with a slash, but for its id.
  @Override
  public boolean delete(String name) throws InterruptedException {
    var found = list("").stream().filter(each -> each.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return false;
    }
    boolean isPlain = name.indexOf('/') < 0;
    link.delete(Locator.of(LIST, isPlain ? name : Long.toString(found.get().id())));
    return true;
  }

  @Override
  public void close() {
    link.close();
  }
}
