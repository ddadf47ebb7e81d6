import { expect, test } from "vitest";
import type { Event } from "../api/types";
import { fold } from "../history/fold";
import { EMPTY } from "../history/model";
import { event as made } from "../history/testing";
import { graphStates } from "./states";
import { graphOf } from "./testing";

const event = (type: string, node_name: string | null, more: Partial<Event> = {}) =>
  made(type, { node_name, ...more });

const taken = (step: string) => ({
  step,
  when: null,
  value: null,
  taken: true,
  why: "has no condition",
});

const begun = () => [
  event("execution_start", null, { meta: { entry: "start", transitions: [taken("a")] } }),
  event("step_started", "a"),
  event("action_started", "a", { context: { attempt: 1, max_attempts: 3 } }),
];

const graph = graphOf(["start", "a", "b", "end"], ["start>a", "a>b", "b>end"]);

test("the router that an execution begins with is passed, what is behind is not reached yet", () => {
  const states = graphStates(graph, fold(EMPTY, begun()));
  expect(states.steps.get("start")?.status).toBe("COMPLETED");
  expect(states.steps.get("a")?.status).toBe("RUNNING");
  expect(states.steps.get("b")).toBeUndefined();
  expect(states.isOver).toBe(false);
});

test("what has not changed is the very same object", () => {
  const history = fold(EMPTY, begun());
  const before = graphStates(graph, history);
  const after = graphStates(
    graph,
    fold(history, [event("action_completed", "a"), event("step_completed", "a")]),
    undefined,
    before,
  );
  expect(after.steps.get("start")).toBe(before.steps.get("start"));
  expect(after.steps.get("a")).not.toBe(before.steps.get("a"));
});

test("between two attempts a step waits", () => {
  const history = fold(EMPTY, [
    ...begun(),
    event("action_error", "a", { error: "no" }),
    event("action_retry", "a", { context: { attempt: 2, delay_ms: 5000 } }),
  ]);
  const state = graphStates(graph, history).steps.get("a");
  expect(state?.status).toBe("WAITING");
  expect(state?.waiting?.kind).toBe("retry");
});

test("timers and the queue make a step wait, a pause makes it paused", () => {
  const history = fold(EMPTY, begun());
  const job = { node_name: "a", status: "queued" };
  const standing = { status: "RUNNING", jobs: [job], waits: [] } as never;
  expect(graphStates(graph, history, standing).steps.get("a")?.waiting?.kind).toBe("queue");
  const waits = [{ job: "a#2", kind: "wait", attempt: 0, due: "2026-01-01T00:00:00Z" }];
  const timed = { status: "RUNNING", jobs: [], waits } as never;
  expect(graphStates(graph, history, timed).steps.get("a")?.status).toBe("WAITING");
  const paused = fold(history, [event("execution_paused", null)]);
  expect(graphStates(graph, paused, timed).steps.get("a")?.status).toBe("PAUSED");
});

test("the end is passed once an execution that led there has completed", () => {
  const history = fold(EMPTY, [
    ...begun(),
    event("step_completed", "a", { meta: { transitions: [taken("end")] } }),
  ]);
  expect(graphStates(graph, history).steps.get("end")).toBeUndefined();
  const done = fold(history, [event("execution_complete", null)]);
  expect(graphStates(graph, done).steps.get("end")?.status).toBe("COMPLETED");
  expect(graphStates(graph, done).isOver).toBe(true);
});

test("a failure that goes on with `next` has judged the edges of `next`", () => {
  const history = fold(EMPTY, [
    ...begun(),
    event("step_failed", "a", { meta: { handled: true, transitions: [taken("b")] } }),
  ]);
  const states = graphStates(graph, history);
  expect(states.steps.get("a")?.status).toBe("HANDLED");
  expect(states.edges.get("a|next|0")?.taken).toBe(1);
});

test("iterations are counted", () => {
  const history = fold(EMPTY, [
    ...begun(),
    event("iterator_started", "a", { context: { total: 5 } }),
    event("iteration_started", "a", { current_index: 0 }),
    event("iteration_completed", "a", { current_index: 0 }),
    event("iteration_failed", "a", { current_index: 1 }),
  ]);
  expect(graphStates(graph, history).steps.get("a")?.iterations).toEqual({
    total: 5,
    done: 2,
    failed: 1,
  });
});

test("what was taken over from the execution before is said to be so", () => {
  const history = fold(EMPTY, [
    event("execution_start", null, {
      meta: { entry: "start", retry_of: "9", takeover: { steps: { a: { status: "success" } } } },
    }),
  ]);
  expect(graphStates(graph, history).steps.get("a")).toMatchObject({
    status: "COMPLETED",
    isTakenOver: true,
  });
});
