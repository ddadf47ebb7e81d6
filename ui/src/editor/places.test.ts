import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { countedAt, lineOf, numberOf, placeOf } from "./places";

// The server counts: 1 "a: 1", 2 "# b", 3 "# c", 4 "# d", 5 "", 6 "e: 🎉 f", 7 "g", 8 "".
const TEXT = Text.of(["a: 1", "# b\u2028# c\u0085# d\u2029", "e: 🎉 f\u2028g", ""]);
const LINES = ["a: 1", "# b", "# c", "# d", "", "e: 🎉 f", "g", ""];

test("lines are those of the server", () => {
  const lines = LINES.map((_, index) => {
    const { from, to } = lineOf(TEXT, index + 1);
    return TEXT.sliceString(from, to);
  });
  expect(lines).toEqual(LINES);
});

test("places go to the server's numbers and back", () => {
  for (let place = 0; place <= TEXT.length; place += 1) {
    const { line, column } = countedAt(TEXT, place);
    const isAmidEmoji = TEXT.sliceString(place - 1, place + 1) === "🎉";
    if (!isAmidEmoji) {
      expect(placeOf(TEXT, line, column)).toBe(place);
    }
  }
  expect(countedAt(TEXT, TEXT.length)).toEqual({ line: 8, column: 1 });
});

test("a place beyond the text is its nearest", () => {
  const plain = Text.of(["one", "two", ""]);
  for (const text of [TEXT, plain]) {
    expect(placeOf(text, 99, 99)).toBe(text.length);
    expect(placeOf(text, 1, 0)).toBe(0);
  }
});

test("lines of the editor have the numbers of the server", () => {
  expect([1, 2, 3, 4, 5].map((line) => numberOf(TEXT, line))).toEqual([1, 2, 6, 8, 5]);
});

test("the mark of byte order does not count", () => {
  const text = Text.of(["\ufeffkind: x"]);
  expect(placeOf(text, 1, 7)).toBe(7);
  expect(countedAt(text, 7)).toEqual({ line: 1, column: 7 });
});
