import { describe, expect, it } from "vitest";
import type { ExecutionDetail, Job } from "../../api/types";
import { EMPTY, type History, type StepHistory, type Visit } from "../../history/model";
import { children, doing, stepOfJob } from "./now";

const step = (name: string, visits: Partial<Visit>[] = []): StepHistory => ({
  name,
  status: "RUNNING",
  visits: visits as Visit[],
  isTakenOver: false,
});

const history = (...steps: StepHistory[]): History => ({
  ...EMPTY,
  steps: new Map(steps.map((it) => [it.name, it])),
});

const detail = (more: Partial<ExecutionDetail>) =>
  ({ status: "RUNNING", jobs: [], waits: [], ...more }) as ExecutionDetail;

describe("doing", () => {
  it("tells apart what works, waits and is queued", () => {
    const it = doing(
      detail({
        waits: [{ job: "rest#2", kind: "wait", attempt: 0, due: "2026-01-01T00:00:00Z" }],
        jobs: [
          { node_name: "price", status: "queued", pool: "gpu" } as Job,
          { node_name: "price", status: "queued", pool: "gpu" } as Job,
        ],
      }),
      history(step("rest"), step("price"), step("audit")),
    );
    expect(it).toEqual({
      running: ["audit"],
      waiting: [{ step: "rest", kind: "wait", until: Date.UTC(2026, 0, 1) }],
      queued: [{ pool: "gpu", steps: ["price"] }],
    });
  });

  it("is nothing once it is over", () => {
    const over = detail({ status: "CANCELLED" });
    expect(doing(over, history(step("audit")))).toEqual({ running: [], waiting: [], queued: [] });
  });
});

describe("stepOfJob", () => {
  it("knows the visit from the name", () => {
    const it = history(step("a"), step("odd#1"));
    expect(stepOfJob("a", it)).toBe("a");
    expect(stepOfJob("a#3", it)).toBe("a");
    expect(stepOfJob("odd#1", it)).toBe("odd#1");
  });
});

describe("children", () => {
  it("counts those of attempts and of iterations", () => {
    const visits = [
      { attempts: [{ child: "7" }, { child: null }], iterator: null },
      { attempts: [], iterator: { iterations: [{ child: "8" }, undefined, { child: null }] } },
    ] as unknown as Partial<Visit>[];
    expect(children(history(step("a", visits)))).toBe(2);
  });
});
