import { describe, expect, it } from "vitest";
import { hindrance, retryChoices } from "./steering";

describe("hindrance", () => {
  it("lets a running one be paused and cancelled, not resumed or retried", () => {
    const running = { status: "RUNNING" } as const;
    expect(hindrance("pause", running, true)).toBeNull();
    expect(hindrance("cancel", running, true)).toBeNull();
    expect(hindrance("resume", running, true)).toContain("running");
    expect(hindrance("retry", running, true)).toContain("cancel it first");
  });

  it("lets an ended one only be retried or run again", () => {
    const failed = { status: "FAILED" } as const;
    expect(hindrance("retry", failed, true)).toBeNull();
    expect(hindrance("again", failed, true)).toBeNull();
    expect(hindrance("cancel", failed, true)).toContain("failed");
    expect(hindrance("pause", failed, true)).not.toBeNull();
  });

  it("says so once it is being cancelled", () => {
    expect(hindrance("cancel", { status: "CANCELLING" }, true)).toContain("already");
  });

  it("refuses everything to who may only read", () => {
    for (const wish of ["cancel", "pause", "resume", "retry", "again"] as const) {
      expect(hindrance(wish, { status: "PAUSED" }, false)).toContain("operator");
    }
  });
});

describe("retryChoices", () => {
  it("begins with what failed, then the chosen step, then all", () => {
    const failed = { status: "FAILED", failed_step: "audit" } as const;
    expect(retryChoices(failed, "fetch", "load").map((it) => it.fromStep)).toEqual([
      "",
      "fetch",
      "load",
    ]);
  });

  it("names no step twice", () => {
    const failed = { status: "FAILED", failed_step: "audit" } as const;
    expect(retryChoices(failed, "audit", "audit")).toHaveLength(1);
  });

  it("does all of a completed one again", () => {
    const completed = { status: "COMPLETED", failed_step: null } as const;
    expect(retryChoices(completed, null, "load").map((it) => it.label)).toEqual([
      "Everything, from the beginning",
    ]);
  });
});
