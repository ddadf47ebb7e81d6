import { expect, test } from "vitest";
import { findSteps } from "./find";
import type { StepState } from "./states";
import { graphOf } from "./testing";
import { edgeWords, stepWords, tookWords, waitWords } from "./words";

const state: StepState = {
  status: "WAITING",
  visits: 3,
  attempt: 1,
  maxAttempts: 1,
  start: 1_000,
  end: null,
  waiting: { kind: "wait", until: 63_000 },
  iterations: null,
  children: 0,
  isTakenOver: false,
};

test("a step that waits says for how long", () => {
  expect(waitWords(state, 1_000)).toBe("1 m 02 s left");
  expect(waitWords({ ...state, waiting: { kind: "retry", until: 3_000 } }, 1_000)).toBe(
    "retry in 2.0 s",
  );
  expect(waitWords({ ...state, waiting: { kind: "queue", until: null } }, 0)).toBe("in the queue");
  expect(waitWords({ ...state, waiting: null }, 0)).toBe(null);
  expect(tookWords({ ...state, end: 3_500 }, 0)).toBe("2.5 s");
});

test("an edge says its condition, what it saw and what came of it", () => {
  const last = { step: "b", when: "{{ x }}", value: false, taken: false, why: "it is false" };
  const judged = {
    from: "a",
    to: "b",
    index: 0,
    kind: "next",
    taken: 2,
    notTaken: 1,
    last,
  } as const;
  expect(edgeWords("{{ x }}", judged, { isOver: true, isBefore: false })).toBe(
    "{{ x }}\nValue: false\nNot taken: it is false\nJudged 3 times, taken 2 times",
  );
  expect(edgeWords(null, undefined, { isOver: true, isBefore: false })).toBe(
    "It was never judged.",
  );
  expect(edgeWords(null, undefined, { isOver: false, isBefore: false })).toBe(
    "It has not been judged yet.",
  );
});

test("a step is told in one line", () => {
  const [, step] = graphOf(["start", "a"], []).steps;
  expect(step && stepWords(step, false, "WAITING", state)).toBe("a, python, waiting, 3 visits");
});

test("steps are found by name first, then by tool", () => {
  const { steps } = graphOf(["start", "python_2", "load", "py"], []);
  expect(findSteps(steps, "py", 10).map((it) => it.name)).toEqual(["py", "python_2", "load"]);
  expect(findSteps(steps, " ", 10)).toEqual([]);
});
