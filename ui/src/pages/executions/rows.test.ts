import { describe, expect, test } from "vitest";
import { isNewer, type Row } from "./row";
import { indexOf, merged, placeOf, replaced, vanished, without } from "./rows";

const row = (id: number, status: Row["status"] = "RUNNING"): Row => ({
  id: String(id),
  path: "a/b",
  version: 1,
  status,
  progress: 0,
  start: "2026-11-29T12:00:00.000000Z",
  end: null,
  parent: null,
  retryOf: null,
  error: null,
});
const rows = (...ids: number[]) => ids.map((id) => row(id));
const ids = (list: Row[]) => list.map(({ id }) => Number(id));

test("longer ids are later ones", () => {
  expect(isNewer("1000", "999")).toBe(true);
  expect(isNewer("385544902438946313", "385544902438946312")).toBe(true);
  expect(isNewer("7", "7")).toBe(false);
});

test("finds rows, and the places of those that are not there", () => {
  const list = rows(1000, 50, 9);
  expect(placeOf(list, "50")).toEqual({ index: 1, isThere: true });
  expect(placeOf(list, "60")).toEqual({ index: 1, isThere: false });
  expect(placeOf(list, "1")).toEqual({ index: 3, isThere: false });
  expect(indexOf(list, "9")).toBe(2);
  expect(indexOf(list, null)).toBe(-1);
});

test("replaces in place, and keeps the very list if nothing is new", () => {
  const list = rows(3, 2, 1);
  const next = replaced(list, [row(2, "FAILED"), row(7)]);
  expect(next.map(({ status }) => status)).toEqual(["RUNNING", "FAILED", "RUNNING"]);
  expect(list[1]?.status).toBe("RUNNING");
  expect(replaced(list, rows(3))).toBe(list);
});

test("merges in order, each once", () => {
  const next = merged(rows(8, 5, 2), [row(3), row(9), row(5, "FAILED"), row(1), row(9)]);
  expect(ids(next)).toEqual([9, 8, 5, 3, 2, 1]);
  expect(next[2]?.status).toBe("FAILED");
});

test("leaves out", () => {
  const list = rows(3, 2, 1);
  expect(ids(without(list, new Set(["2"])))).toEqual([3, 1]);
  expect(without(list, new Set())).toBe(list);
});

describe("what a page shows to have vanished", () => {
  const list = rows(9, 8, 7, 6, 5, 4);

  test("is between its ends", () => {
    expect([...vanished(list, rows(9, 6), null, false)]).toEqual(["8", "7"]);
    expect([...vanished(list, rows(7, 5), "8", false)]).toEqual(["6"]);
  });

  test("goes to the end after the last page", () => {
    expect([...vanished(list, rows(6), "7", true)]).toEqual(["5", "4"]);
    expect([...vanished(list, [], "7", true)]).toEqual(["6", "5", "4"]);
  });

  test("is nothing if the page says nothing", () => {
    expect(vanished(list, [], null, false).size).toBe(0);
  });
});

test("a hundred thousand rows take a change quickly", () => {
  const list = Array.from({ length: 100_000 }, (_, index) => row(200_000 - index));
  const began = performance.now();
  for (let turn = 0; turn < 20; turn += 1) {
    merged(list, [row(300_000 + turn), row(150_000, "FAILED")]);
  }
  expect((performance.now() - began) / 20).toBeLessThan(200);
});
