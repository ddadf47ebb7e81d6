import { expect, test } from "vitest";
import type { EdgeHistory } from "../history/model";
import { pointedWords, routeWords } from "./edgeText";
import { fold } from "./fold";
import { roughLayout } from "./rough";
import type { GraphStates } from "./states";
import { graphOf } from "./testing";

const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
const graph = graphOf(
  ["start", "a", ...names, "end"],
  [
    "start>a?{{ x > 1 }}",
    "a!>end",
    ...names.map((it) => `a>${it}`),
    ...names.map((it) => `${it}>end`),
  ],
);
const routes = (isFolded: boolean) => roughLayout(fold(graph, isFolded), "DOWN").routes;
const judged: EdgeHistory = {
  from: "start",
  to: "a",
  index: 0,
  kind: "next",
  taken: 1,
  notTaken: 0,
  last: { step: "a", when: "{{ x > 1 }}", value: true, taken: true },
};
const states: GraphStates = {
  steps: new Map(),
  edges: new Map([["start|next|0", judged]]),
  isOver: true,
};

test("an edge says where it leads, its condition and what that saw", () => {
  const [first] = routes(false);
  expect(pointedWords(first ? [first] : [], states)).toBe(
    "start → a\n{{ x > 1 }}\nValue: true\nTaken",
  );
  expect(pointedWords([], states)).toBe("");
});

test("where nothing runs, an edge says when it is taken", () => {
  const [first, error, plain] = routes(false);
  const words = [first, error, plain].map((it) => it && routeWords(it, null));
  expect(words).toEqual([
    "{{ x > 1 }}",
    "Taken when the step has failed",
    "Taken when the step is done",
  ]);
});

test("edges that share a line are named, the rest is counted", () => {
  expect(pointedWords(routes(false).slice(0, 2), states)).toBe(
    "2 edges share this line:\nstart → a: x > 1, taken\na → end: not judged",
  );
  expect(pointedWords(routes(false), null)).toMatch(
    /^26 edges share this line:\n.*\nand 18 more$/s,
  );
});

test("a line for many edges alike says how many were taken", () => {
  const alike = routes(true).find(({ link }) => link.keys.length > 1);
  expect(alike && pointedWords([alike], states)).toBe("12 edges alike, 0 of them taken");
});
