import { expect, test } from "vitest";
import { outlineOf, stepAt } from "./outline";

const TEXT = `metadata: {name: n, path: demo/x}
workload:
  days: 3
inputs:
  city: string
  additional: false
workbook:
  - name: convert
    type: python
workflow:
  # a comment
  - step: start
    next:
      - step: a
  - step: "a"
    type: iterator
    element: city
    desc: Each city.
    vars:
      total: "{{ result }}"
      rest: 1

  - {step: b, type: python, next: end}
  - name: end
`;

test("steps with their lines, whatever they look like", () => {
  expect(outlineOf(TEXT).steps).toEqual([
    { name: "start", line: 12, endLine: 14, tool: null, about: null },
    { name: "a", line: 15, endLine: 21, tool: "iterator", about: "Each city." },
    { name: "b", line: 23, endLine: 23, tool: "python", about: null },
    { name: "end", line: 24, endLine: 24, tool: null, about: null },
  ]);
});

test("names that templates may use", () => {
  expect(outlineOf(TEXT)).toMatchObject({
    path: "demo/x",
    workbook: ["convert"],
    workload: { days: 3 },
    inputs: ["city"],
    vars: ["total", "rest"],
    elements: ["city"],
  });
});

test("the step of a line", () => {
  const outline = outlineOf(TEXT);
  expect(stepAt(outline, 14)?.name).toBe("start");
  expect(stepAt(outline, 19)?.name).toBe("a");
  expect(stepAt(outline, 22)).toBeNull();
  expect(stepAt(outline, 2)).toBeNull();
});

test("the path as the language finds it", () => {
  expect(outlineOf("path: top\nmetadata:\n  name: n\n").path).toBe("top");
  expect(outlineOf("metadata:\n  name: n\n").path).toBe("n");
  expect(outlineOf("metadata:\n  path: [\n").path).toBeNull();
  expect(outlineOf("").path).toBeNull();
});

test("a text that is half typed has names too", () => {
  expect(outlineOf("workload:\n  days: 3\n  pla: {\nworkflow:\n").workload).toHaveProperty("days");
});

test("steps have the lines that the server counts", () => {
  const text = "# a\u2028# b\nworkflow:\n  - step: one\n    desc: x\u0085\n  - step: two\n";
  const { steps } = outlineOf(text);
  expect(steps.map(({ name, line, endLine }) => [name, line, endLine])).toEqual([
    ["one", 4, 6],
    ["two", 7, 7],
  ]);
  expect(stepAt(outlineOf(text), 7)?.name).toBe("two");
});
