import { expect, test } from "vitest";
import { targetOf } from "./useKeys";

const page = () => 10;

test("keys lead up and down, page by page and to the ends, never beyond", () => {
  expect(targetOf("ArrowDown", -1, 50, page)).toBe(0);
  expect(targetOf("ArrowDown", 49, 50, page)).toBe(49);
  expect(targetOf("ArrowUp", 0, 50, page)).toBe(0);
  expect(targetOf("PageDown", 45, 50, page)).toBe(49);
  expect(targetOf("PageUp", 30, 50, page)).toBe(20);
  expect(targetOf("Home", 30, 50, page)).toBe(0);
  expect(targetOf("End", 0, 50, page)).toBe(49);
});

test("other keys, and empty lists, lead nowhere", () => {
  expect(targetOf("x", 3, 50, page)).toBe(-1);
  expect(targetOf("End", -1, 0, page)).toBe(-1);
});
