import { expect, test } from "vitest";
import { fold } from "./fold";
import { layersOf } from "./layers";
import { isRow, isTooLarge, roughLayout } from "./rough";
import { snakeLayout } from "./snake";
import { graphOf } from "./testing";

const names = (graph: ReturnType<typeof graphOf>) =>
  layersOf(fold(graph, false)).map((layer) => layer.map((item) => item.id));

test("a step stands below all that lead to it", () => {
  const graph = graphOf(
    ["start", "a", "b", "end"],
    ["start>a", "a>b", "start>b", "b>end", "a>end"],
  );
  expect(names(graph)).toEqual([["start"], ["a"], ["b"], ["end"]]);
});

test("an edge that leads back moves nothing", () => {
  const graph = graphOf(["start", "a", "b", "end"], ["start>a", "a>b", "b>a?again", "b>end"]);
  expect(names(graph)).toEqual([["start"], ["a"], ["b"], ["end"]]);
});

test("a step that nothing leads to stands at the top", () => {
  expect(names(graphOf(["start", "lone", "end"], ["start>end"]))).toEqual([
    ["start", "lone"],
    ["end"],
  ]);
});

test("a thousand steps in a row are laid out without recursion", () => {
  const row = Array.from({ length: 5_000 }, (_, index) => `s${index}`);
  const graph = graphOf(
    row,
    row.slice(1).map((name, index) => `s${index}>${name}`),
  );
  const folded = fold(graph, true);
  expect(isTooLarge(folded)).toBe(true);
  expect(roughLayout(folded, "DOWN").placed).toHaveLength(5_000);
});

test("a wide layer is broken into rows that do not overlap", () => {
  const many = Array.from({ length: 100 }, (_, index) => `w${index}`);
  const graph = graphOf(
    ["start", ...many, "end"],
    many.flatMap((name) => [`start>${name}`, `${name}>end`]),
  );
  for (const direction of ["DOWN", "RIGHT"] as const) {
    const { placed, routes } = roughLayout(fold(graph, false), direction);
    expect(routes).toHaveLength(200);
    const cells = new Set(placed.map((it) => `${Math.round(it.x)} ${Math.round(it.y)}`));
    expect(cells.size).toBe(102);
    for (const { points, link } of routes) {
      expect(points.length).toBeGreaterThan(1);
      const to = placed.find((it) => it.item.id === link.target);
      const end = points.at(-1);
      expect(end && to && end.x >= to.x && end.x <= to.x + to.width).toBe(true);
    }
  }
});

test("small graphs are left to ELK", () => {
  expect(isTooLarge(fold(graphOf(["start", "end"], ["start>end"]), true))).toBe(false);
});

test("steps that merely follow each other need no layout", () => {
  expect(isRow(fold(graphOf(["start", "a", "end"], ["start>a?x", "a>end"]), true))).toBe(true);
  expect(isRow(fold(graphOf(["start", "a", "end"], ["start>a", "start>end"]), true))).toBe(false);
  expect(isRow(fold(graphOf(["start", "a", "b"], ["start>a", "start>b"]), true))).toBe(false);
  expect(isRow(fold(graphOf(["start", "a"], ["start>a", "start!>a"]), true))).toBe(false);
});

test("many steps in a row stand in columns that are all joined", () => {
  const row = Array.from({ length: 500 }, (_, index) => `s${index}`);
  const folded = fold(
    graphOf(
      row,
      row.slice(1).map((name, index) => `s${index}>${name}`),
    ),
    true,
  );
  for (const direction of ["DOWN", "RIGHT"] as const) {
    const { placed, routes } = snakeLayout(folded, direction);
    expect(placed).toHaveLength(500);
    expect(routes).toHaveLength(499);
    const width = Math.max(...placed.map((it) => it.x + it.width));
    const height = Math.max(...placed.map((it) => it.y + it.height));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.2);
  }
});
