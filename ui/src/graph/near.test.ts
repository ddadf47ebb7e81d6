import { expect, test } from "vitest";
import { fold } from "./fold";
import { routesAt } from "./near";
import { roughLayout } from "./rough";
import { graphOf } from "./testing";

const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
const { routes } = roughLayout(
  fold(
    graphOf(
      ["start", ...names, "end"],
      [
        ...names.map((name) => `start>${name}?{{ ${name} }}`),
        ...names.map((name) => `${name}>end`),
      ],
    ),
    false,
  ),
  "DOWN",
);
const to = (name: string) => routes.find(({ link }) => link.target === name)?.points ?? [];

test("an edge is found at its end, where it runs alone", () => {
  const tip = to("s3").at(-1) ?? { x: 0, y: 0 };
  const found = routesAt(routes, { x: tip.x + 3, y: tip.y - 6 }, 6);
  expect(found.map(({ link }) => link.edge.when)).toEqual(["{{ s3 }}"]);
});

test("edges that share a line are found together", () => {
  const [first] = to("s3");
  expect(routesAt(routes, first ?? { x: 0, y: 0 }, 6)).toHaveLength(40);
});

test("nothing is found where no edge runs", () => {
  expect(routesAt(routes, { x: -50, y: -50 }, 6)).toEqual([]);
  expect(routesAt([], { x: 0, y: 0 }, 6)).toEqual([]);
});
