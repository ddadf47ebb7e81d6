import { expect, test } from "vitest";
import type { Event, Why } from "../../../api/types";
import { graphOf } from "../../../graph/testing";
import { EMPTY, type IteratorRun } from "../../../history/model";
import { explain } from "./explain";
import { counted, sifted } from "./iterations";
import { beforeOf, takenOver } from "./takenOver";
import { pieces } from "./trace";
import { waysIn, waysOut } from "./ways";

test("lines of the playbook are told apart in a traceback", () => {
  expect(pieces("x (playbook line 50)", null)).toEqual([
    { text: "x (", line: null },
    { text: "playbook line 50", line: 50 },
    { text: ")", line: null },
  ]);
  expect(pieces('File "<code>", line 3, in main', 10)[0]).toEqual({
    text: 'File "<code>", line 3 (playbook line 12)',
    line: 12,
  });
  expect(pieces('File "<code>", line 3', null)).toEqual([
    { text: 'File "<code>", line 3', line: null },
  ]);
});

test("iterations are sifted by their status, holes left out", () => {
  const one = { item: 1, start: 0, end: 1, child: null, result: null, error: null };
  const run: IteratorRun = {
    total: 4,
    iterations: [
      { ...one, index: 0, status: "COMPLETED" },
      undefined,
      { ...one, index: 2, status: "FAILED" },
    ],
    running: 0,
    succeeded: 1,
    failed: 1,
    end: null,
  };
  expect(sifted(run, "all").map((it) => it.index)).toEqual([0, 2]);
  expect(sifted(run, "failed").map((it) => it.index)).toEqual([2]);
  expect(counted(run).all).toBe(4);
});

const graph = graphOf(["start", "a", "b", "end"], ["start>a", "a>b?{{ x }}", "b>end", "a!>end"]);

test("ways of a step that has not ended are those of the playbook", () => {
  expect(waysOut("a", undefined, graph).map((way) => [way.other, way.kind])).toEqual([
    ["b", "next"],
    ["end", "error"],
  ]);
  expect(waysIn("b", EMPTY, graph)).toMatchObject([
    { other: "a", judged: null, condition: "{{ x }}" },
  ]);
});

const why: Why = {
  execution_id: "1",
  step: null,
  visits: [{ step: "a", visit: 1, event_id: "2", started_at: "", end: "COMPLETED" }],
  transitions: [
    {
      from: "start",
      visit: 1,
      event_id: "1",
      to: "a",
      when: "",
      value: null,
      taken: true,
      swallowed: false,
      why: "has no condition",
    },
    {
      from: "a",
      visit: 1,
      event_id: "5",
      to: "b",
      when: "{{ x }}",
      value: false,
      taken: false,
      swallowed: false,
      why: "it is false",
    },
  ],
};

test("each step says why it ran or did not", () => {
  const words = explain(why, graph, true).map((it) => `${it.step}: ${it.verdict}. ${it.words}`);
  expect(words).toEqual([
    "start: ran. The execution begins here.",
    "a: ran. Completed: start led here.",
    "b: not. Did not run: none of the edges to it was taken.",
    "end: not. Did not run: nothing got as far as the edges to it.",
  ]);
  const end = explain(why, graph, true).at(-1);
  expect(end?.ways.map((way) => [way.other, way.note])).toEqual([
    ["b", "it did not run itself"],
    ["a", "it did not fail"],
  ]);
});

test("a retry says what it took over and what it begins with", () => {
  const before = { id: "9", steps: new Set(["start", "a"]), beginnings: new Set(["b"]) };
  const visits = [{ step: "b", visit: 1, event_id: "2", started_at: "", end: "FAILED" }];
  const told = explain({ ...why, visits, transitions: [] }, graph, true, before);
  expect(told.map((it) => it.verdict)).toEqual(["before", "before", "ran", "not"]);
  expect(told[2]?.words).toBe("Failed: the retry begins with it.");
  expect(told[2]?.ways[0]?.isBefore).toBe(true);
  expect(told[3]?.ways.map((way) => way.note)).toEqual(["it failed", undefined]);
});

test("while it runs, what was not reached may still be", () => {
  expect(explain(why, graph, false).at(-1)?.words).toBe("Has not been reached yet.");
});

test("steps that the playbook does not know any more are explained too", () => {
  expect(explain(why, undefined, true).map((it) => it.step)).toEqual(["a", "b"]);
});

test("the first event of a retry tells what was taken over", () => {
  const first = {
    execution_id: "10",
    context: { "takeover/a": 7, "takeover/b": { payload: "p", bytes: 9 } },
    meta: {
      retry_of: "9",
      takeover: { steps: { a: {}, b: {} }, beginnings: [{ step: "c" }] },
      payload: { "takeover/b": { name: "p", bytes: 9 } },
    },
  } as unknown as Event;
  expect(beforeOf(first)).toEqual({
    id: "9",
    steps: new Set(["a", "b"]),
    beginnings: new Set(["c"]),
  });
  expect(beforeOf(undefined)).toBe(null);
  const history = { ...EMPTY, events: [first] };
  expect(takenOver("a", history)).toEqual({ kind: "value", value: 7 });
  expect(takenOver("b", history)).toEqual({
    kind: "payload",
    name: "p",
    bytes: 9,
    execution: "10",
  });
  expect(takenOver("c", history)).toBe(null);
});
