import { expect, test } from "vitest";
import { fold } from "./fold";
import { LABEL_HEIGHT, labelBox } from "./layout";
import { routesAt } from "./near";
import { roughLayout } from "./rough";
import { labelSpots, labelsIn } from "./spots";
import { graphOf } from "./testing";

const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
const graph = graphOf(
  ["start", ...names, "end"],
  [...names.map((name) => `start>${name}?{{ ${name} }}`), ...names.map((name) => `${name}>end`)],
);
const layout = roughLayout(fold(graph, false), "DOWN");
const spots = [...labelSpots(layout)].filter((it) => it !== null);
const ALL = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };

test("labels cover neither each other nor a step", () => {
  const boxes = spots.map(({ text, x, y }) => {
    const { width } = labelBox(text || "×999");
    return { x: x - width / 2, y: y - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
  });
  const all = [...boxes, ...layout.placed];
  const meeting = boxes.filter((a) =>
    all.some(
      (b) =>
        a !== b &&
        a.x < b.x + b.width &&
        b.x < a.x + a.width &&
        a.y < b.y + b.height &&
        b.y < a.y + a.height,
    ),
  );
  expect(meeting).toEqual([]);
  expect(spots.filter(({ text }) => text).length).toBeGreaterThan(50);
});

test("few labels are all drawn, of many those at a step that matters", () => {
  const clear = spots.filter((it) => !it.isShared);
  expect(labelsIn(spots, ALL, new Set(), 1000)).toEqual(clear);
  const near = labelsIn(spots, ALL, new Set(["s7"]), 10);
  expect(near.map(({ text }) => text)).toContain("s7");
  expect(near.every(({ route: { link } }) => [link.source, link.target].includes("s7"))).toBe(true);
  expect(labelsIn(spots, ALL, new Set(["start"]), 10)).toHaveLength(10);
  expect(labelsIn(spots, { left: -9, top: -9, right: -8, bottom: -8 }, new Set(), 10)).toEqual([]);
});

test("a label stands where its edge runs alone, as far as there is room", () => {
  const clear = spots.filter(({ text, isShared }) => text && !isShared);
  expect(clear.length).toBeGreaterThan(50);
  for (const { route, x, y } of clear) {
    expect(routesAt(layout.routes, { x, y }, 6)).toContain(route);
  }
});
