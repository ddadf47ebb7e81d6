import { expect, test } from "vitest";
import { all, extended, NOTHING, toggled } from "./selection";

const rows = ["e", "d", "c", "b", "a"].map((id) => ({ id }));
const indexOf = (id: string) => rows.findIndex((row) => row.id === id);
const chosen = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

test("a row is chosen, and let go again", () => {
  const one = toggled(NOTHING, "b");
  expect(chosen(one)).toBe("b");
  expect(chosen(toggled(one, "b"))).toBe("");
  expect(chosen(NOTHING)).toBe("");
});

test("a range goes from the last choice, upwards and downwards", () => {
  const start = toggled(NOTHING, "c");
  expect(chosen(extended(start, "a", rows, indexOf))).toBe("abc");
  expect(chosen(extended(start, "e", rows, indexOf))).toBe("cde");
});

test("a range begins where it was, however often it is extended", () => {
  const start = toggled(NOTHING, "d");
  const down = extended(start, "b", rows, indexOf);
  expect(down.anchor).toBe("d");
  expect(chosen(extended(down, "e", rows, indexOf))).toBe("bcde");
});

test("a range without a beginning is one row", () => {
  expect(chosen(extended(NOTHING, "c", rows, indexOf))).toBe("c");
  expect(chosen(extended({ ids: new Set(), anchor: "gone" }, "c", rows, indexOf))).toBe("c");
});

test("all", () => {
  expect(chosen(all(rows))).toBe("abcde");
});
