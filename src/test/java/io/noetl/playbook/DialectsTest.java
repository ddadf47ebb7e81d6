package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What later versions of `noetl.io/v1` (1.1 to 1.4) spell otherwise becomes the same model; what
/// `noetl.io/v2` and `v10` have beyond it is refused in one sentence.
class DialectsTest {

  /// A step `work` in both spellings. The end of a line stands as `;`.
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type: python; code: 'def main(): pass'        | tool: python; code: 'def main(): pass'",
        "type: python; code: 'def main(): pass'        |"
            + " tool: {kind: python, code: 'def main(): pass'}",
        "type: python; code: 'async def main(): pass'  |"
            + " tool: {kind: python, code: 'async def main(): pass'}",
        "type: transform; data: {x: 1}                 | tool: transform; args: {x: 1}",
        "type: transform; data: {x: 1}                 | tool: {kind: transform, args: {x: 1}}",
        "type: transform; data: {x: '{{ first.y }}'}   | tool: noop; args: {x: '{{ first.y }}'}",
        "type: router                                  | tool: noop",
        "type: route                                   | tool: router",
        "type: workbook; name: entry                   | tool: workbook; task: entry",
        "type: transform; data: {x: 1}; vars: {v: '{{ result.x }}'} |"
            + " tool: transform; args: {x: 1}; set: {v: '{{ result.x }}'}",
        "type: transform; data: {x: 1}; save: {storage: postgres, auth: pg, table: t, mode: upsert,"
            + " key: id, data: {id: 1}} | tool: transform; args: {x: 1}; sink: {tool: postgres,"
            + " auth: pg, table: t, mode: upsert, key: id, args: {id: 1}}",
        "type: transform; data: {x: 1}; save: {storage: event_log} |"
            + " tool: transform; args: {x: 1}; sink: {tool: {kind: event}}",
        "type: iterator; collection: [1]; element: n;"
            + " task: {type: transform, data: {x: '{{ n }}'}} |"
            + " tool: transform; args: {x: '{{ n }}'}; loop: {collection: [1], element: n}",
        "type: iterator; collection: [1]; element: n; mode: async;"
            + " task: {type: transform, data: {x: '{{ n }}'}} |"
            + " tool: transform; args: {x: '{{ n }}'};"
            + " loop: {in: [1], iterator: n, mode: parallel}",
        "type: iterator; collection: [1]; element: n; mode: async; concurrency: 2;"
            + " task: {type: transform, data: {x: 1}} | tool: iterator; in: [1]; iterator: n;"
            + " mode: async; concurrency: 2; task: {tool: transform, args: {x: 1}}"
      })
  void toolsInputsLoopsAndSavesBecomeTheSameModel(String plain, String later) {
    assertThat(model(later)).isEqualTo(model(plain));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type: http; endpoint: http://x;"
            + " retry: {max_attempts: 4, retry_when: '{{ status_code >= 500 }}'}"
            + " | tool: http; url: http://x;"
            + " retry: {on_error: {max_attempts: 4, when: '{{ error.status >= 500 }}'}}",
        "type: http; endpoint: http://x;"
            + " retry: {max_attempts: 4, initial_delay: 2, backoff_multiplier: 1,"
            + " retry_when: '{{ ''busy'' in error }}'} | tool: http; url: http://x;"
            + " retry: [{when: '{{ ''busy'' in error.message }}',"
            + " then: {max_attempts: 4, delay: 2, backoff: fixed}}]",
        "type: http; endpoint: http://x; retry: 5      |"
            + " tool: http; url: http://x; retry: {on_error: 5}",
        "type: http; endpoint: http://x; auth: {credential: my_api} |"
            + " tool: http; url: http://x; auth: api",
        "type: http; endpoint: http://x; auth: {type: oauth2_client_credentials,"
            + " inline: {token_url: http://t, client_id: me, client_secret: '{{ secret.S }}'}} |"
            + " tool: http; url: http://x; auth: token",
        "type: http; endpoint: http://x; auth: {type: bearer, inline: {token: '{{ secret.T }}'}} |"
            + " tool: http; url: http://x; auth: bearer",
        "type: http; endpoint: http://x; auth: {env: TOKEN, type: bearer} |"
            + " tool: http; url: http://x; auth: variable",
        "type: transform; data: {x: 1}; next: {step: end, data: {y: 2}} |"
            + " tool: transform; args: {x: 1}; next: [{step: end, args: {y: 2}}]",
        "type: transform; data: {x: 1}; next: {step: end, when: '{{ result.x }}'} |"
            + " tool: transform; args: {x: 1}; next: [{when: '{{ result.x }}', then: end}]",
        "type: transform; data: {x: 1}; next: [{step: end, when: '{{ result.x }}'}] |"
            + " tool: transform; args: {x: 1};"
            + " next: [{when: '{{ result.x }}', then: [{step: end}]}]"
      })
  void retriesLoginsAndEdgesBecomeTheSameModel(String plain, String later) {
    assertThat(model(later)).isEqualTo(model(plain));
  }

  private static String model(String step) {
    var indented = step.strip().replaceAll(";\\s*", "\n    ");
    var playbook =
        Vectors.playbook(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {path: p}
            keychain:
              - {name: api, kind: credential, credential: my_api}
              - {name: token, kind: oauth2, endpoint: http://t, data: {client_id: me,
                  client_secret: "{{ secret.S }}"}}
              - {name: bearer, kind: bearer, token: "{{ secret.T }}"}
              - {name: variable, kind: bearer, env: TOKEN}
            workbook:
              - {name: entry, tool: transform, args: {x: 1}}
            workflow:
              - step: start
                next: first
              - {step: first, type: transform, data: {y: 1}, next: work}
              - step: work
                %s
              - step: end
            """
                .formatted(indented));
    return Facts.of(playbook).replaceAll("\"code_line\":\\d+", "\"code_line\":0");
  }

  @Test
  void aKeychainMayBeAMapToo() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        keychain: {api: my_api}
        workflow:
          - {step: start, type: http, endpoint: http://x, auth: api}
        """;

    assertThat(Explanation.of(Vectors.playbook(text))).contains("auth: my_api");
  }

  @Test
  void whatALoginCannotBeIsSaid() {
    assertThat(problems("keychain: [{name: x, kind: secret_manager, provider: gcp}]"))
        .containsExactly(
            "test.yaml:4:12: unsupported-key: an entry of the keychain of kind `secret_manager` is"
                + " not understood (register a credential, and name it here: {name: x, credential:"
                + " NAME})");
    assertThat(problems("keychain: [5]"))
        .containsExactly(
            "test.yaml:4:12: wrong-shape: an entry of the keychain must be a map with `name` (write"
                + " - {name: api, credential: my_api})");
  }

  private static List<String> problems(String line) {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        %s
        workflow: [{step: start}]
        """
            .formatted(line);
    return PlaybookParser.parse("test.yaml", text).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  /// Whatever `paginate` is worth, what follows a success is worth the same.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{on_error: {max_attempts: 4}, on_success: {while: '{{ response.more }}', max_attempts: 9,"
            + " next_call: {params: {page: 2}}, collect: {strategy: append, path: data}}}",
        "[{when: '{{ response.more }}', then: {max_attempts: 9, next_call: {params: {page: 2}},"
            + " collect: {strategy: append, path: data}}}, {then: {max_attempts: 4}}]"
      })
  void whatFollowsASuccessIsPagination(String retry) {
    var plain =
        "retry: 4\n    paginate: {continue_while: '{{ response.more }}', max_iterations: 9,"
            + " next_page: {params: {page: 2}}, merge_strategy: append, merge_path: data}";

    assertThat(read("retry: " + retry)).isEqualTo(read(plain));
  }

  private static String read(String keys) {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        workflow:
          - step: start
            type: http
            endpoint: http://x
            %s
        """
            .formatted(keys);
    return switch (PlaybookParser.parse("test.yaml", text)) {
      case PlaybookParser.Valid(var playbook, _) -> Facts.of(playbook);
      case PlaybookParser.Invalid(var problems) ->
          String.join("\n", problems.stream().map(Problem::message).toList());
    };
  }

  @Test
  void retriesThatAreMoreThanOnePolicyAreRefused() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        workflow:
          - step: start
            type: http
            endpoint: http://x
            retry: [{when: "{{ a }}", then: {max_attempts: 2}}, {when: "{{ b }}", then: {}}]
        """;

    assertThat(Vectors.codes(text)).contains("bad-retry");
  }

  @Test
  void laterVersionsAreRefusedInOneSentenceThatNamesWhatIsNotUnderstood() {
    var v2 =
        """
        apiVersion: noetl.io/v2
        kind: Playbook
        metadata: {path: p}
        workflow:
          - step: start
            tool: {kind: http, url: http://x, libs: {requests: requests}}
            case:
              - when: "{{ event.name == 'call.done' }}"
                then: {next: [{step: end}]}
          - step: end
        """;
    var v10 =
        """
        apiVersion: noetl.io/v10
        kind: Playbook
        metadata: {path: p}
        workflow:
          - step: start
            tool:
              - {name: a, kind: http, spec: {policy: {rules: []}}}
            next:
              spec: {mode: exclusive}
              arcs: [{step: end}]
          - step: end
        """;

    assertThat(refusal(v2))
        .isEqualTo(
            "this playbook is written for noetl.io/v2; not understood: tool.libs (line 6),"
                + " case (line 7)");
    assertThat(refusal(v10))
        .isEqualTo(
            "this playbook is written for noetl.io/v10; not understood: a list of tools (line 6),"
                + " next.spec (line 9), next.arcs (line 10)");
  }

  private static String refusal(String text) {
    var problems = PlaybookParser.parse("test.yaml", text).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().code()).isEqualTo("unsupported-version");
    return problems.getFirst().message();
  }
}
