import { expect, test } from "vitest";
import { Keys, newKey } from "./keys";

test("each order has a key of its own", () => {
  expect(newKey()).toMatch(/^ui-[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});

test("an order keeps its key until it was answered", () => {
  const keys = new Keys();
  const first = keys.headers("retry 1");
  expect(keys.headers("retry 1")).toEqual(first);
  expect(keys.headers("retry 2")).not.toEqual(first);
  keys.done("retry 1");
  expect(keys.headers("retry 1")).not.toEqual(first);
});
