// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { draftOf, drafts, dropDraft, keepDraft } from "./drafts";

beforeEach(() => sessionStorage.clear());

test("drafts are kept by what they are of, newest first", () => {
  keepDraft("demo/a", { text: "a", version: 2, at: 1 });
  keepDraft("new:hello", { text: "b", version: null, at: 2 });
  expect(draftOf("demo/a")).toEqual({ text: "a", version: 2, at: 1 });
  expect(drafts().map(({ key }) => key)).toEqual(["new:hello", "demo/a"]);
  dropDraft("demo/a");
  expect(draftOf("demo/a")).toBeNull();
});

test("what others have put there is no draft", () => {
  sessionStorage.setItem("noetl.draft.x", "no json");
  sessionStorage.setItem("noetl.draft.y", "7");
  expect(draftOf("x")).toBeNull();
  expect(draftOf("y")).toBeNull();
});

test("without storage the page goes on", () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(() => keepDraft("a", { text: "a", version: null, at: 1 })).not.toThrow();
  full.mockRestore();
});
