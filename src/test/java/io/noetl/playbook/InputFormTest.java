package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import org.junit.jupiter.api.Test;

class InputFormTest {
  private static String form(String inputs) {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: tests/form}
        %s
        workflow:
          - step: start
        """
            .formatted(inputs);
    return Vectors.playbook(text).inputForm().map(Json::write).orElse("none");
  }

  private static String json(String text) {
    return Json.write(Json.read(text));
  }

  @Test
  void allThatInputsCanSayIsSaid() {
    var form =
        form(
            """
            workload: {limit: 5, region: "{{ workload.city }}"}
            inputs:
              city: {type: string, enum: [Oslo, Paris], default: Paris, description: Where.}
              days: {type: integer, minimum: 1, maximum: 14, required: true}
              code: {type: text, pattern: "^[A-Z]+$", minLength: 2, maxLength: 3}
              since: {type: [string, "null"], format: date}
              limit: {type: number, required: true}
              region: {type: string, required: true}
              tags: {type: list, items: {type: string, format: uuid}, minItems: 1, maxItems: 9}
              place:
                type: object
                additional: false
                properties:
                  lat: number
                  lon: {type: number, required: true}
                  street: {type: map, properties: {no: int}, required: [no]}
                required: [lat]
              note: string
              whatever: {description: Anything.}
            """);

    assertThat(form)
        .isEqualTo(
            json(
                """
                {"type": "object", "properties": {
                  "city": {"type": "string", "description": "Where.", "enum": ["Oslo", "Paris"],
                           "default": "Paris"},
                  "days": {"type": "integer", "minimum": 1, "maximum": 14},
                  "code": {"type": "string", "pattern": "^[A-Z]+$", "minLength": 2,
                           "maxLength": 3},
                  "since": {"type": ["string", "null"], "format": "date"},
                  "limit": {"type": "number", "default": 5},
                  "region": {"type": "string"},
                  "tags": {"type": "array", "minItems": 1, "maxItems": 9,
                           "items": {"type": "string", "format": "uuid"}},
                  "place": {"type": "object", "properties": {
                      "lat": {"type": "number"},
                      "lon": {"type": "number"},
                      "street": {"type": "object", "properties": {"no": {"type": "integer"}},
                                 "required": ["no"]}},
                    "required": ["lat", "lon"], "additionalProperties": false},
                  "note": {"type": "string"},
                  "whatever": {"description": "Anything."}},
                 "required": ["days"]}
                """));
  }

  @Test
  void aDefaultThatIsATemplateIsNoValueForAForm() {
    var form = form("inputs: {until: {type: string, default: \"{{ now() }}\", required: true}}");

    assertThat(form)
        .isEqualTo(
            json(
                """
                {"type": "object", "properties": {"until": {"type": "string"}}}
                """));
  }

  @Test
  void whereOthersAreRefusedTheWorkloadsOwnAreNot() {
    var form =
        form(
            """
            workload: {debug: false}
            inputs: {additional: false, city: string}
            """);

    assertThat(form)
        .isEqualTo(
            json(
                """
                {"type": "object",
                 "properties": {"city": {"type": "string"}, "debug": {"default": false}},
                 "additionalProperties": false}
                """));
  }

  @Test
  void aPlaybookThatDeclaresNothingHasNone() {
    assertThat(form("workload: {a: 1}")).isEqualTo("none");
  }
}
