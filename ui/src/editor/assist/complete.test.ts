import { expect, test } from "vitest";
import { optionsAt } from "./complete";
import { cursorIn, HEAD, LANGUAGE } from "./testing";

function offered(marked: string, head = HEAD) {
  const { text, offset } = cursorIn(head + marked);
  return optionsAt(text, offset, LANGUAGE);
}

function labels(marked: string, head = HEAD): string[] {
  return offered(marked, head)?.options.map(({ label }) => label) ?? [];
}

test("keys that are there already are not offered, nor by another spelling", () => {
  const keys = labels("  - step: a\n    desc: x\n    type: http\n    url: x\n    |\n");
  expect(keys).toContain("next");
  expect(keys).not.toContain("step");
  expect(keys).not.toContain("description");
  expect(keys).not.toContain("endpoint");
});

test("the tool's own keys come first, those of others not at all", () => {
  const keys = labels("  - step: a\n    type: http\n    |\n");
  expect(keys.slice(0, 2)).toEqual(["endpoint", "method"]);
  expect(keys).not.toContain("code");
  expect(keys.at(-1)).toBe("url");
});

test("a key's sentence is that of the tool", () => {
  const code = offered("  - step: a\n    type: python\n    |\n")?.options[0];
  expect(code).toMatchObject({ label: "code", about: "Source that defines main.", leads: "block" });
});

test("without a tool all may follow, usual ones first", () => {
  const keys = labels("  - step: a\n    |\n");
  expect(keys[0]).toBe("type");
  expect(keys).toContain("endpoint");
});

test("the top of a document, in the order in which it is written", () => {
  expect(labels("|\n", "").slice(0, 5)).toEqual([
    "apiVersion",
    "kind",
    "metadata",
    "workload",
    "workbook",
  ]);
  expect(labels("|\n", "")).not.toContain("context");
  expect(labels("  |\n", "metadata:\n  name: x\n")).toEqual(["path"]);
});

test("values by the schema, or by its sentence", () => {
  expect(labels("  - step: a\n    join: |\n")).toEqual(["all", "any", "each"]);
  expect(labels("  - step: a\n    type: |\n")).toContain("python");
  expect(labels("  - step: a\n    save: {storage: |}\n")).toEqual(["event_log", "file", "http"]);
  expect(labels("  - step: a\n    retry: {jitter: |}\n")).toEqual(["true", "false"]);
});

test("steps where an edge leads to one, but not the step itself", () => {
  const others = "  - step: b\n  - step: c\n    desc: The last.\n";
  expect(labels(`  - step: a\n    next: |\n${others}`)).toEqual(["b", "c"]);
  expect(labels(`  - step: a\n    next:\n      - step: |\n${others}`)).toEqual(["b", "c"]);
  expect(labels(`  - step: |\n${others}`)).toEqual([]);
});

test("an edge may begin as an item or as a map", () => {
  const options = labels("  - step: a\n    next:\n      |\n");
  expect(options).toEqual(expect.arrayContaining(["- step", "- when", "step", "when"]));
  expect(labels("  - step: a\n    next:\n      - |\n")).toEqual(["step", "when", "condition"]);
});

test("tasks of the workbook; what only the server knows", () => {
  expect(labels("  - step: a\n    type: workbook\n    name: |\n")).toEqual(["convert"]);
  expect(offered("  - step: a\n    type: playbook\n    path: |\n")?.wants).toBe("playbooks");
  expect(offered("  - step: a\n    type: http\n    auth: |\n")?.wants).toBe("credentials");
});

test("the task of an iterator has a tool of its own", () => {
  const keys = labels("  - step: a\n    type: iterator\n    task:\n      type: python\n      |\n");
  expect(keys[0]).toBe("code");
  expect(keys).not.toContain("next");
});

test("inside braces it is names, members and filters", () => {
  expect(labels('  - step: a\n    data: "{{ |"\n')).toEqual(
    expect.arrayContaining(["workload", "days", "a"]),
  );
  expect(labels('  - step: a\n    data: "{{ workload.|"\n')).toEqual(["days", "place"]);
  expect(labels('  - step: a\n    data: "{{ workload.place.|"\n')).toEqual(["lat", "lon"]);
  const { text, offset } = cursorIn(`${HEAD}  - step: a\n    data: "{{ days ¦ de|`);
  const filters = optionsAt(text.replace("¦", "|"), offset, LANGUAGE)?.options;
  expect(filters?.map(({ label }) => label)).toContain("default");
});

test("braces in code are Python's own", () => {
  const code =
    "  - step: a\n    type: python\n    code: >\n      def main():\n          x = {{ |\n";
  expect(labels(code)).toEqual([]);
  expect(labels('  - step: a\n    code: >\n      pass\n    data: {x: "{{ |"}\n')).toContain("days");
});

test("conditions are expressions without braces too", () => {
  expect(labels("  - step: a\n    next:\n      - when: wo|\n")).toContain("workload");
});
