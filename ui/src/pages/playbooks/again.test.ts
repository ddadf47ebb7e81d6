import { expect, test } from "vitest";
import type { PlaybookLine } from "../../api/types";
import { held, linesOf, type Pages, pagesAgain, replaced } from "./again";

const line = (path: string, version = 1) => ({ path, version }) as PlaybookLine;
const lines = (paths: string) => [...paths].map((path) => line(path));
const page = (paths: string, next: string | null) => ({ items: lines(paths), next_cursor: next });
const pathsOf = (all: PlaybookLine[]) => all.map(({ path }) => path).join("");

const pages: Pages = {
  pages: [page("ab", "b"), page("cd", "d"), page("ef", null)],
  pageParams: ["", "b", "d"],
};

test("the first page is asked for again, those in sight, and the others in turn", () => {
  expect(pagesAgain(pages, new Set(), 0)).toEqual([0]);
  expect(pagesAgain(pages, new Set(["d", "e"]), 0)).toEqual([0, 1, 2]);
  expect(pagesAgain(pages, new Set(["a"]), 5)).toEqual([0, 2]);
});

test("what new lines push out of a page stays until the next one has come", () => {
  const after = replaced(pages, new Map([[0, page("xa", "a")]]));
  expect(pathsOf(linesOf(after))).toBe("xabcdef");
  expect(after.pageParams).toEqual(["", "a", "d"]);
  const again = replaced(
    after,
    new Map([[1, { items: [line("b", 2), line("c")], next_cursor: "c" }]]),
  );
  expect(pathsOf(linesOf(again))).toBe("xabcdef");
  const whole = replaced(again, new Map([[0, page("xa", "a")]]));
  expect(whole.pages.map(({ items }) => pathsOf(items))).toEqual(["xa", "bcd", "ef"]);
  expect(linesOf(whole)[2]?.version).toBe(2);
});

test("one that is no longer like what was looked for goes", () => {
  const after = replaced(pages, new Map([[2, page("f", null)]]));
  expect(pathsOf(linesOf(after))).toBe("abcdf");
  const both = new Map([
    [0, page("a", "b")],
    [1, page("cd", "d")],
  ]);
  expect(pathsOf(linesOf(replaced(pages, both)))).toBe("acdef");
  // Nobody knows yet whether it was pushed.
  expect(pathsOf(linesOf(replaced(pages, new Map([[0, page("a", "b")]]))))).toBe("abcdef");
});

test("one that was registered anew stands once, where it is newest", () => {
  const after = replaced(
    pages,
    new Map([[0, { items: [line("e", 2), line("a")], next_cursor: "a" }]]),
  );
  expect(pathsOf(linesOf(after))).toBe("eabcdf");
  expect(linesOf(after)[0]?.version).toBe(2);
});

test("while somebody reads no line moves, and each has its new figures", () => {
  const before = lines("abc");
  const next = [line("x"), line("c", 2), line("a"), line("b")];
  expect(held(before, next)).toEqual([line("a"), line("b"), line("c", 2)]);
});

test("more at the end may come, and what is gone goes", () => {
  expect(pathsOf(held(lines("abc"), lines("xacde")))).toBe("acde");
  expect(pathsOf(held([], lines("ab")))).toBe("ab");
});
