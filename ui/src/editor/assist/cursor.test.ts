import { expect, test } from "vitest";
import { whereIs } from "./cursor";
import { cursorIn, HEAD } from "./testing";

function where(marked: string, head = HEAD) {
  const { text, offset } = cursorIn(head + marked);
  return whereIs(text, offset);
}

test("a key that is half typed between others", () => {
  const it = where("  - step: a\n    type: http\n    en|\n    next: b\n");
  expect(it).toMatchObject({ path: ["workflow", 0], kind: "key", typed: "en", hasColon: false });
  expect(it?.present).toEqual(["step", "type", "next"]);
  expect(it?.around.at(-1)).toMatchObject({ type: "http" });
});

test("an empty row of a step", () => {
  expect(where("  - step: a\n    |\n    next: b\n")).toMatchObject({ kind: "key", isFirst: true });
  expect(where("  - step: a\n    |")).toMatchObject({ kind: "key", present: ["step"] });
});

test("a value, and one that is to become a map or a list", () => {
  expect(where("  - step: a\n    type: py|\n")).toMatchObject({
    path: ["workflow", 0, "type"],
    kind: "value",
    isAlone: false,
  });
  expect(where("  - step: a\n    next:\n      |\n")).toMatchObject({
    path: ["workflow", 0, "next"],
    isAlone: true,
    isFirst: true,
  });
  expect(where("  - step: a\n    next:\n      - |\n")).toMatchObject({
    path: ["workflow", 0, "next", 0],
    isAlone: true,
    isFirst: false,
  });
});

test("maps and lists in braces and brackets", () => {
  expect(where("  - {step: a, ty|}\n")).toMatchObject({ kind: "key", present: ["step"] });
  expect(where("  - {step: a, next: [b, |]}\n")?.path).toEqual(["workflow", 0, "next", 1]);
});

test("what is wrong elsewhere does not matter", () => {
  const it = where("  - step: q\n   bad: [\n  - step: a\n    type: http\n    |\n  - ]\n");
  expect(it).toMatchObject({ kind: "key", present: ["step", "type"] });
});

test("lists that are not indented", () => {
  const it = where("- step: a\n  type: http\n  |\n", "workflow:\n- step: start\n");
  expect(it).toMatchObject({ path: ["workflow", 0], present: ["step", "type"] });
});

test("the top of the document", () => {
  expect(where("wor|\n", "apiVersion: x\nkind: y\n")).toMatchObject({
    path: [],
    kind: "key",
    present: ["apiVersion", "kind"],
  });
  expect(where("ki|\nworkflow:\n  - step: start\n", "")).toMatchObject({ path: [], kind: "key" });
  expect(where("  |\n", "metadata:\n  name: x\n")).toMatchObject({
    path: ["metadata"],
    kind: "key",
  });
});

test("nothing is to be completed in comments and code", () => {
  expect(where("  - step: a # the |\n")).toBeNull();
  expect(where("  - step: a\n    code: >\n      def ma|in():\n")).toBeNull();
});

test("an existing key is replaced whole", () => {
  const it = where("  - step: a\n    ty|pe: http\n");
  expect(it).toMatchObject({ kind: "key", hasColon: true, typed: "ty" });
  expect((it?.to ?? 0) - (it?.from ?? 0)).toBe(4);
});
