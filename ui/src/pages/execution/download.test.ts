import { describe, expect, it } from "vitest";
import { joined, nextCursor } from "./download";

const DETAIL = '{"execution_id":"1","labels":{"a":"}"},"events":[],"events_next_cursor":"0"}';
const FIRST =
  '{"events":[{"execution_id":"1","event_id":"1"},{"execution_id":"1","n":[2]}],"next_cursor":"2"}';
const LAST = '{"events":[{"execution_id":"1","seed":5220245160768233893}],"next_cursor":null}';

describe("joined", () => {
  it("is one JSON document of the detail and all pages", () => {
    expect(JSON.parse(joined(DETAIL, [FIRST, LAST]).join(""))).toMatchObject({
      execution_id: "1",
      labels: { a: "}" },
      events: [{ event_id: "1" }, { n: [2] }, { execution_id: "1" }],
    });
  });

  it("keeps every digit", () => {
    expect(joined(DETAIL, [LAST]).join("")).toContain("5220245160768233893");
  });

  it("has an event a line", () => {
    expect(joined(DETAIL, [FIRST, LAST]).join("").split("\n")).toHaveLength(7);
  });

  it("is JSON without events too", () => {
    const none = joined(DETAIL, ['{"events":[],"next_cursor":null}']).join("");
    expect(JSON.parse(none)).toEqual({ execution_id: "1", labels: { a: "}" }, events: [] });
  });
});

describe("nextCursor", () => {
  it("reads where the next page begins", () => {
    expect(nextCursor(FIRST)).toBe("2");
    expect(nextCursor(LAST)).toBeNull();
  });
});
