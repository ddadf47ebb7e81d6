import { expect, test } from "vitest";
import { fold } from "./fold";
import { bare, edgeLabel } from "./label";
import { fromElk, sizeOf, stackColumns, toElk } from "./layout";
import { moveFrom } from "./moves";
import { headOf, middleOf, pathOf } from "./route";
import { graphOf } from "./testing";

const graph = graphOf(
  ["start", "a", "b", "end"],
  ["start>a?{{ x > 1 }}", "start>b?else", "a>end", "b>end", "a!>b"],
);

test("ELK gets every step with its size and every edge with its label", () => {
  const root = toElk(fold(graph, true), "DOWN");
  expect(root.children?.map((node) => node.id)).toEqual(["start", "a", "b", "end"]);
  expect(root.edges?.map((edge) => edge.labels?.[0]?.text)).toEqual([
    "x > 1",
    "else",
    undefined,
    undefined,
    "on error",
  ]);
});

test("what ELK placed is joined with the graph again", () => {
  const folded = fold(graph, true);
  const root = toElk(folded, "DOWN");
  for (const [index, node] of (root.children ?? []).entries()) {
    Object.assign(node, { x: 0, y: index * 100 });
  }
  for (const edge of root.edges ?? []) {
    edge.sections = [{ id: "s", startPoint: { x: 1, y: 2 }, endPoint: { x: 3, y: 4 } }];
  }
  const layout = fromElk(folded, root, "DOWN");
  expect(layout.placed.map((it) => it.y)).toEqual([0, 100, 200, 300]);
  expect(layout.placed[0]?.isEntry).toBe(true);
  expect(layout.routes[0]?.points).toEqual([
    { x: 1, y: 2 },
    { x: 3, y: 4 },
  ]);
  expect(layout.routes[0]?.label?.text).toBe("x > 1");
  expect(moveFrom(layout, "start", "ArrowDown")).toBe("a");
  expect(moveFrom(layout, "a", "ArrowDown")).toBe("b");
  expect(moveFrom(layout, "a", "ArrowUp")).toBe("start");
  expect(moveFrom(layout, "start", "ArrowUp")).toBe(null);
  expect(moveFrom(layout, "gone", "ArrowUp")).toBe("start");
});

test("a stack is as large as its cells", () => {
  const step = graph.steps[1];
  if (!step) {
    throw new Error("no step");
  }
  const members = Array.from({ length: 998 }, () => step);
  const { width, height } = sizeOf({ id: "s", step, members });
  expect(stackColumns(998)).toBe(45);
  expect(width).toBeGreaterThan(45 * 11);
  expect(height).toBeGreaterThan(23 * 11);
});

test("labels are short, without braces", () => {
  expect(bare("{{ a.b  ==\n 'c' }}")).toBe("a.b == 'c'");
  expect(bare("{{ a }} and {{ b }}")).toBe("{{ a }} and {{ b }}");
  const edge = { ...graph.edges[0], when: "{{ a_very_long_name.with_more > 1 }}" };
  expect(edgeLabel(edge as (typeof graph.edges)[0])).toBe("a_very_long_name.with_mor…");
});

test("paths round their corners and end in a head", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 20 },
    { x: 20, y: 20 },
  ];
  expect(pathOf(points)).toBe("M0.0 0.0L0.0 12.0Q0.0 20.0 8.0 20.0L20.0 20.0");
  expect(middleOf(points)).toEqual({ x: 0, y: 20 });
  expect(headOf(points)).toMatch(/^M20.0 20.0L12.0 /);
  expect(pathOf([])).toBe("");
  expect(headOf([])).toBe("");
});
