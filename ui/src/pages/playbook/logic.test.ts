import { expect, test } from "vitest";
import { compared } from "./compared";
import { heights } from "./durations";

const versions = [3, 2, 1].map((version) => ({ version }));
const pair = (before?: number, after?: number) =>
  compared(versions, before, after).map((it) => it?.version);

test("compares the latest with the one before, or what is asked for", () => {
  expect(pair()).toEqual([2, 3]);
  expect(pair(1)).toEqual([1, 3]);
  expect(pair(undefined, 2)).toEqual([1, 2]);
  expect(pair(undefined, 1)).toEqual([2, 1]);
  expect(pair(9, 9)).toEqual([2, 3]);
  expect(compared([{ version: 1 }], undefined, undefined)).toEqual([undefined, { version: 1 }]);
});

test("bars are as high as the longest run that is over lets them be", () => {
  const run = (duration: number, isOver = true) => ({ duration, isOver });
  expect(heights([run(5), run(10), run(0), run(9999, false)])).toEqual({
    top: 10,
    bars: [50, 100, 3, 100],
  });
  expect(heights([run(4, false)])).toEqual({ top: 4, bars: [100] });
  expect(heights([])).toEqual({ top: 0, bars: [] });
});
