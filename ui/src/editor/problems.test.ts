import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import type { PlaybookProblem } from "../api/problem";
import { diagnostics, meantBy, stretchOf } from "./problems";

const TEXT = Text.of(["workflow:", "  - step: start", "    type: pythn", ""]);
const problem = (line: number, column: number, more = {}): PlaybookProblem => ({
  code: "x",
  severity: "error",
  message: "m",
  line,
  column,
  ...more,
});
const marked = (it: PlaybookProblem) => {
  const { from, to } = stretchOf(TEXT, it);
  return TEXT.sliceString(from, to);
};

test("what stands behind an emoji is found where the server means it", () => {
  const text = Text.of(["a: 🎉 🎉 pythn"]);
  const { from, to } = stretchOf(text, problem(1, 8, { end_line: 1, end_column: 13 }));
  expect(text.sliceString(from, to)).toBe("pythn");
});

test("what stands behind a line that only YAML ends is found too", () => {
  const text = Text.of(["# a\u2028# b", "a: pythn\u0085"]);
  const { from, to } = stretchOf(text, problem(3, 4));
  expect(text.sliceString(from, to)).toBe("pythn");
});

test("what is marked is the word, or up to the end that is told", () => {
  expect(marked(problem(3, 11))).toBe("pythn");
  expect(marked(problem(3, 5))).toBe("type");
  expect(marked(problem(3, 5, { end_line: 3, end_column: 16 }))).toBe("type: pythn");
  expect(marked(problem(1, 1, { end_line: 3, end_column: 3 }))).toBe("workflow:");
  expect(marked(problem(4, 1))).toBe("");
});

test("marks stand in the order of the text", () => {
  const marks = diagnostics(TEXT, [problem(3, 1), problem(1, 1)]);
  expect(marks.map(({ from }) => from)).toEqual([0, 26]);
});

test("the word that was meant can be written at once", () => {
  expect(meantBy(problem(3, 11, { hint: "did you mean `python`?" }))).toBe("python");
  expect(meantBy(problem(3, 11, { hint: "write type: python" }))).toBeNull();
  expect(meantBy(problem(3, 11))).toBeNull();
});
