import { describe, expect, it } from "vitest";
import type { Event } from "../api/types";
import { fold } from "./fold";
import { EMPTY, edgeKey } from "./model";
import { event } from "./testing";

const start = () =>
  event("execution_start", {
    context: { workload: { a: 1 } },
    meta: { entry: "start", transitions: [{ step: "work", taken: true, why: "has no condition" }] },
  });
const work = (type: string, more: Partial<Event> = {}) =>
  event(type, { node_name: "work", node_type: "python", ...more });

describe("a history", () => {
  it("knows a step that was retried and then completed", () => {
    const history = fold(EMPTY, [
      start(),
      work("step_started", { context: { inputs: { x: 2 } } }),
      work("action_started", { context: { attempt: 1, max_attempts: 2 }, worker_id: "w1" }),
      work("action_error", { error: "boom", stack_trace: "trace", meta: { kind: "error" } }),
      work("action_retry", { context: { attempt: 2, delay_ms: 250 } }),
      work("action_started", { context: { attempt: 2, max_attempts: 2 } }),
      work("action_completed", { result: { y: 3 } }),
      work("step_completed", {
        meta: {
          transitions: [
            { step: "left", when: "{{ x }}", value: false, taken: false, why: "did not hold" },
            { step: "end", taken: true },
          ],
        },
      }),
      event("execution_complete"),
    ]);
    const visit = history.steps.get("work")?.visits[0];
    expect(visit?.status).toBe("COMPLETED");
    expect(visit?.inputs).toEqual({ x: 2 });
    expect(visit?.attempts.map((it) => it.status)).toEqual(["FAILED", "COMPLETED"]);
    expect(visit?.attempts[0]).toMatchObject({ error: "boom", trace: "trace", retryAt: 5250 });
    expect(visit?.attempts[1]?.result).toEqual({ kind: "value", value: { y: 3 } });
    expect(history.edges.get(edgeKey("work", "next", 0))).toMatchObject({ taken: 0, notTaken: 1 });
    expect(history.edges.get(edgeKey("start", "next", 0))).toMatchObject({ taken: 1, to: "work" });
    expect(history.workload).toEqual({ a: 1 });
    expect(history.end).toBe(9000);
  });

  it("keeps visits apart, and a failure that was handled", () => {
    const history = fold(EMPTY, [
      start(),
      work("step_started"),
      work("step_completed"),
      work("step_started", { meta: { visit: 2 } }),
      work("action_started", { meta: { visit: 2 } }),
      work("action_error", { meta: { visit: 2 }, error: "no" }),
      work("step_failed", {
        meta: { visit: 2, handled: true, transitions: [{ step: "mend", taken: true }] as never },
        error: "no",
      }),
    ]);
    const step = history.steps.get("work");
    expect(step?.visits.map((it) => it.status)).toEqual(["COMPLETED", "HANDLED"]);
    expect(step?.status).toBe("HANDLED");
    expect(history.edges.get(edgeKey("work", "error", 0))?.to).toBe("mend");
  });

  it("counts iterations, also those that another attempt does again", () => {
    const item = (type: string, index: number, more: Partial<Event> = {}) =>
      event(type, { node_name: "work", node_type: "iteration", current_index: index, ...more });
    const history = fold(EMPTY, [
      start(),
      work("step_started"),
      work("action_started"),
      work("iterator_started", { context: { total: 2 } }),
      item("iteration_started", 0, { current_item: "a" }),
      item("iteration_started", 1),
      item("iteration_completed", 0, { result: 7 }),
      item("iteration_failed", 1, { error: "bad" }),
    ]);
    const run = history.steps.get("work")?.visits[0]?.iterator;
    expect(run).toMatchObject({ total: 2, running: 0, succeeded: 1, failed: 1 });
    expect(run?.iterations[0]).toMatchObject({ item: "a", result: { kind: "value", value: 7 } });
    const again = fold(history, [item("iteration_started", 1), item("iteration_completed", 1)]);
    expect(again.steps.get("work")?.visits[0]?.iterator).toMatchObject({ succeeded: 2, failed: 0 });
  });

  it("leaves what it was before untouched, and steps that nothing happened to the same", () => {
    const before = fold(EMPTY, [
      start(),
      work("step_started"),
      event("step_started", { node_name: "other" }),
    ]);
    const other = before.steps.get("other");
    const after = fold(before, [work("step_completed")]);
    expect(before.steps.get("work")?.visits[0]?.end).toBeNull();
    expect(after.steps.get("work")?.visits[0]?.end).not.toBeNull();
    expect(after.steps.get("other")).toBe(other);
    expect(after.events).toHaveLength(4);
  });

  it("knows where a large value is kept", () => {
    const history = fold(EMPTY, [
      start(),
      work("step_started"),
      work("action_started"),
      work("action_completed", {
        result: { payload: "result/3", bytes: 99_000 },
        meta: { payload: { result: { name: "result/3", bytes: 99_000 } } },
      }),
    ]);
    expect(history.steps.get("work")?.visits[0]?.attempts[0]?.result).toEqual({
      kind: "payload",
      name: "result/3",
      bytes: 99_000,
      execution: "1",
    });
  });

  it("pairs pauses", () => {
    const history = fold(EMPTY, [start(), event("execution_paused"), event("execution_resumed")]);
    expect(history.pauses).toEqual([{ start: 2000, end: 3000 }]);
  });

  it("takes 20,000 events in a moment and gives the same in pieces as at once", () => {
    const events = [start(), work("step_started"), work("action_started")];
    for (let index = 0; index < 10_000; index += 1) {
      events.push(event("iteration_started", { node_name: "work", current_index: index }));
      events.push(event("iteration_completed", { node_name: "work", current_index: index }));
    }
    let history = EMPTY;
    for (let from = 0; from < events.length; from += 1000) {
      history = fold(history, events.slice(from, from + 1000));
    }
    expect(history).toEqual(fold(EMPTY, events));
    expect(history.steps.get("work")?.visits[0]?.iterator?.succeeded).toBe(10_000);
  });
});
