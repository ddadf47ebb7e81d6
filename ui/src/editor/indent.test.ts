import { expect, test } from "vitest";
import { indentAfter } from "./indent";

test("below a key without a value one writes further in", () => {
  expect(indentAfter("metadata:", false)).toBe(2);
  expect(indentAfter("    data:   # what it takes", false)).toBe(6);
  expect(indentAfter("    code: |", false)).toBe(6);
  expect(indentAfter("    code: >-", false)).toBe(6);
  expect(indentAfter("  - next:", false)).toBe(6);
});

test("below a pair come its brothers", () => {
  expect(indentAfter("kind: Playbook", false)).toBe(0);
  expect(indentAfter("  - step: a", false)).toBe(4);
  expect(indentAfter('    x: "{{ a }}"', false)).toBe(4);
  expect(indentAfter("    at: 10:30:", false)).toBe(4);
});

test("below a plain item comes another", () => {
  expect(indentAfter("    - fetch", false)).toBe(4);
  expect(indentAfter("    - {step: a}", false)).toBe(4);
});

test("code goes on as it is, and further in behind a colon", () => {
  expect(indentAfter("      def main(x):", true)).toBe(10);
  expect(indentAfter("          return x", true)).toBe(10);
});
