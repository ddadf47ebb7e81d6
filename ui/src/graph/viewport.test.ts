import { expect, test } from "vitest";
import { fold } from "./fold";
import { roughLayout } from "./rough";
import { graphOf } from "./testing";
import { placeOf, viewFrom, viewOf, wholeView } from "./viewport";

const small = roughLayout(fold(graphOf(["start", "a", "end"], ["start>a", "a>end"]), true), "DOWN");
const size = { width: 800, height: 600 };

test("a small graph is seen whole, in the middle", () => {
  const view = wholeView(small, size);
  expect(view?.zoom).toBe(1);
  const right = Math.max(...small.placed.map((it) => it.x + it.width));
  expect(view?.x).toBe((800 - right) / 2);
});

test("a large one is seen from its beginning", () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const long = roughLayout(
    fold(
      graphOf(
        names,
        names.slice(1).map((name, index) => `s${index}>${name}`),
      ),
      true,
    ),
    "DOWN",
  );
  expect(wholeView(long, size)).toBe(null);
  const first = placeOf(long, "s0");
  expect(first && viewFrom(first, long, size).y).toBe(24);
});

test("a step that is seen moves nothing, one at the rim as little as it must, one far away comes to the middle", () => {
  const box = { x: 0, y: 100, width: 100, height: 50 };
  expect(viewOf(box, { x: 100, y: 0, zoom: 1 }, size)).toBe(null);
  expect(viewOf(box, { x: 0, y: 0, zoom: 1 }, size)).toEqual({ x: 24, y: 0, zoom: 1 });
  expect(viewOf(box, { x: 2000, y: 0, zoom: 1 }, size)).toEqual({ x: 350, y: 0, zoom: 1 });
  expect(viewOf(box, { x: 100, y: 0, zoom: 0.2 }, size)?.zoom).toBe(0.6);
});
