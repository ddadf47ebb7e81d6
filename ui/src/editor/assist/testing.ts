import type { Schema } from "./schema";

const text = { type: ["string", "null"] };
const described = (description: string, schema: Schema): Schema => ({ description, ...schema });

const task: Record<string, Schema> = {
  name: described("A name.", text),
  desc: described("What it is for.", text),
  description: described("What it is for. (the same as desc)", text),
  type: described("The tool.", {
    anyOf: [{ enum: ["python", "http", "workbook", "playbook", "iterator"] }, { type: "object" }],
  }),
  data: described("What the tool works on.", {}),
  auth: described("The name of a credential.", {}),
  retry: described("Whether a failed attempt is followed by another.", {
    anyOf: [{ $ref: "#/definitions/retry" }, { type: "null" }],
  }),
  code: described("python: Source that defines main. iterator: Not here.", text),
  endpoint: described("http: The URL.", text),
  url: described("http: The URL.", text),
  path: described("playbook: The child's path.", text),
  method: described("http: GET, unless it says otherwise.", text),
};

/** A language like ours, as `noetl schema` gives it, but small. */
export const LANGUAGE: Schema = {
  type: "object",
  properties: {
    apiVersion: described("The version of the language.", { enum: ["noetl.io/v1"] }),
    kind: described("What this document is.", { enum: ["Playbook", "playbook"] }),
    metadata: described("Name, catalog path.", { type: ["object", "null"] }),
    name: described("The playbook's name.", text),
    path: described("Its path in the catalog.", text),
    workload: described("The inputs.", { type: ["object", "null"] }),
    workbook: described("Named tasks.", {
      type: ["array", "null"],
      items: { $ref: "#/definitions/task" },
    }),
    workflow: described("The steps.", {
      type: ["array", "null"],
      items: { $ref: "#/definitions/step" },
    }),
    context: described("Allowed, without effect.", {}),
  },
  definitions: {
    task: { type: "object", properties: task },
    step: {
      type: "object",
      properties: {
        step: described("The step's name.", text),
        ...task,
        next: described("The edges to what follows.", { $ref: "#/definitions/edges" }),
        join: described("How branches meet here.", { enum: ["all", "any", "each"] }),
        save: described("Where to store the result.", { $ref: "#/definitions/save" }),
        task: described("iterator: What to do with each item.", { $ref: "#/definitions/task" }),
      },
    },
    edges: {
      anyOf: [
        { type: ["string", "null"] },
        { $ref: "#/definitions/edge" },
        { type: "array", items: { anyOf: [{ type: "string" }, { $ref: "#/definitions/edge" }] } },
      ],
    },
    edge: {
      type: "object",
      properties: {
        step: described("The step it leads to.", text),
        when: described("It fires only if this holds.", { type: ["string", "boolean", "number"] }),
        condition: described("It fires only if this holds. (the same as when)", text),
      },
    },
    retry: {
      anyOf: [
        { type: ["boolean", "integer"] },
        {
          type: "object",
          properties: {
            max_attempts: described("All tries together.", { type: ["integer", "null"] }),
            jitter: described("Whether waits vary.", { type: ["boolean", "null"] }),
            when: described("The same as retry_when.", text),
          },
        },
      ],
    },
    save: {
      type: "object",
      properties: { storage: described("Where to: event_log, file, http.", {}) },
    },
  },
};

/** The text without its `|`, and where that stood. */
export function cursorIn(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf("|");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

export const HEAD = `apiVersion: noetl.io/v1
kind: Playbook
metadata:
  path: demo/x
workload:
  days: 3
  place: {lat: 1, lon: 2}
workbook:
  - name: convert
    type: python
workflow:
  - step: start
    next: a
`;
