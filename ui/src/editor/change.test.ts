import { expect, test } from "vitest";
import { changeOf } from "./change";

const made = (before: string, after: string) => {
  const { from, to, insert } = changeOf(before, after);
  return before.slice(0, from) + insert + before.slice(to);
};

test("only what differs is changed", () => {
  expect(changeOf("a: 1\nb: 2\nc: 3\n", "a: 1\nb: 22\nc: 3\n")).toEqual({
    from: 9,
    to: 9,
    insert: "2",
  });
  expect(changeOf("aaa", "aa")).toEqual({ from: 2, to: 3, insert: "" });
  expect(changeOf("same", "same")).toEqual({ from: 4, to: 4, insert: "" });
});

test("one text becomes the other", () => {
  const texts = ["", "a", "aa", "aba", "abba", "x🎉y", "x🎊y", "\n\n", "\na\n"];
  for (const before of texts) {
    expect(texts.map((after) => made(before, after))).toEqual(texts);
  }
});
