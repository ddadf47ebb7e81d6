import { describe, expect, it } from "vitest";
import { event } from "../../../history/testing";
import { testOf, typesOf } from "./filter";
import { gist } from "./gist";

const NONE = { type: "", status: "", step: "", text: "" };

describe("testOf", () => {
  const failed = event("action_error", {
    status: "FAILED",
    node_name: "audit",
    error: 'said "no"\nand left',
    context: { attempt: 2, Region: "EMEA" },
  });

  it("lets everything pass if nothing is asked for", () => {
    expect(testOf(NONE)).toBeNull();
    expect(testOf({ ...NONE, text: "  " })).toBeNull();
  });

  it("asks for type, group, status and step", () => {
    expect(testOf({ ...NONE, type: "action_error" })?.(failed)).toBe(true);
    expect(testOf({ ...NONE, type: "steps" })?.(failed)).toBe(false);
    expect(testOf({ ...NONE, type: "failures", step: "audit" })?.(failed)).toBe(true);
    expect(testOf({ ...NONE, status: "COMPLETED" })?.(failed)).toBe(false);
    expect(testOf({ ...NONE, step: "fetch" })?.(failed)).toBe(false);
  });

  it("finds text everywhere, whatever its case, with quotes", () => {
    expect(testOf({ ...NONE, text: "emea" })?.(failed)).toBe(true);
    expect(testOf({ ...NONE, text: 'SAID "no"' })?.(failed)).toBe(true);
    expect(testOf({ ...NONE, text: "apac" })?.(failed)).toBe(false);
  });
});

describe("typesOf", () => {
  it("counts in the order of first sight", () => {
    const counts = typesOf([event("b"), event("a"), event("b")]);
    expect([...counts]).toEqual([
      ["b", 2],
      ["a", 1],
    ]);
  });
});

describe("gist", () => {
  it("says what went wrong first", () => {
    expect(gist(event("step_failed", { error: "boom\nat line 3" }))).toBe("boom");
  });

  it("counts attempts only where there may be several", () => {
    expect(gist(event("action_started", { context: { attempt: 1, max_attempts: 1 } }))).toBe("");
    expect(gist(event("action_started", { context: { attempt: 2, max_attempts: 3 } }))).toBe(
      "attempt 2 of 3",
    );
    expect(gist(event("action_retry", { context: { attempt: 2, delay_ms: 500 } }))).toBe(
      "attempt 2 in 500 ms",
    );
  });

  it("names where it went", () => {
    const meta = {
      transitions: [
        { step: "a", taken: true },
        { step: "b", taken: false },
      ] as never,
    };
    expect(gist(event("step_completed", { meta }))).toBe("→ a");
    expect(gist(event("step_completed"))).toBe("");
  });
});
