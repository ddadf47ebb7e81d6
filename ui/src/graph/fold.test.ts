import { expect, test } from "vitest";
import { canFold, FOLD_MIN, fold } from "./fold";
import { graphOf } from "./testing";

const wide = (count: number) => {
  const names = Array.from({ length: count }, (_, index) => `w${index}`);
  return graphOf(
    ["start", ...names, "end"],
    names.flatMap((name) => [`start>${name}`, `${name}>end`]),
  );
};

test("steps that come from the same and lead to the same are drawn as one", () => {
  const folded = fold(wide(FOLD_MIN), true);
  expect(folded.items.map((item) => item.members.length)).toEqual([0, FOLD_MIN, 0]);
  expect(folded.links.map((link) => [link.source, link.target, link.keys.length])).toEqual([
    ["start", "w0 …", FOLD_MIN],
    ["w0 …", "end", FOLD_MIN],
  ]);
});

test("few steps, or steps that differ, stay as they are", () => {
  expect(canFold(wide(FOLD_MIN - 1))).toBe(false);
  const graph = wide(FOLD_MIN);
  graph.steps.forEach((step, index) => {
    step.tool = `tool${index}`;
  });
  expect(canFold(graph)).toBe(false);
});

test("nothing is put together when one wants to see each step", () => {
  const folded = fold(wide(20), false);
  expect(folded.items).toHaveLength(22);
  expect(folded.links).toHaveLength(40);
});

test("edges to steps that do not exist are left out", () => {
  const graph = graphOf(["start", "end"], ["start>end", "start>nowhere"]);
  expect(fold(graph, true).links).toHaveLength(1);
});
