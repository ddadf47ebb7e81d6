import { describe, expect, test } from "vitest";
import type { Bucket } from "../../api/types";
import { cut, oldestStart, periodOfBars, segments, sums } from "./buckets";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.parse("2026-11-29T12:00:00Z");

const bucket = (counts: Partial<Bucket>): Bucket => ({
  start: "2026-11-29T12:00:00.000000Z",
  completed: 0,
  failed: 0,
  cancelled: 0,
  active: 0,
  ...counts,
});

describe("cut", () => {
  test("makes pieces of round lengths at round times that hold all of it", () => {
    const now = NOON + 7 * MINUTE + 13_000;
    const it = cut(now - HOUR, now, 75, 0);
    expect(new Date(it.from).toISOString()).toBe("2026-11-29T11:07:00.000Z");
    expect(new Date(it.until).toISOString()).toBe("2026-11-29T12:08:00.000Z");
    expect(it.buckets).toBe(61);
  });

  test("never makes more pieces than there is room for", () => {
    for (const length of [1, 1_000, 59 * MINUTE, DAY, 17 * DAY, 900 * DAY, 40_000 * DAY]) {
      const { from, until, buckets } = cut(NOON - length, NOON, 75, 0);
      expect(buckets).toBeLessThanOrEqual(75);
      expect(from).toBeLessThanOrEqual(NOON - length);
      expect(until).toBeGreaterThanOrEqual(NOON);
    }
  });

  test("cuts days at the midnights of the reader's zone", () => {
    const { from } = cut(NOON - 60 * DAY, NOON, 75, -60);
    expect(new Date(from).toISOString()).toMatch(/T23:00:00.000Z$/);
  });

  test("cuts what a bar stands for into whole pieces again", () => {
    const hour = cut(NOON, NOON + HOUR, 75, 0);
    expect(hour).toEqual({ from: NOON, until: NOON + HOUR, buckets: 60 });
  });
});

test("finds about when the oldest started, by few questions", async () => {
  for (const age of [5_000, 20 * MINUTE, 5 * HOUR, 3 * DAY, 13 * DAY, 200 * DAY, 1_000 * DAY]) {
    let questions = 0;
    const oldest = NOON - age;
    const from = await oldestStart(NOON, async (instant) => {
      questions += 1;
      return oldest < instant;
    });
    expect(from).toBeLessThanOrEqual(oldest);
    expect(questions).toBeLessThanOrEqual(7);
    expect(NOON - from).toBeLessThanOrEqual(Math.max(age * 1.4, HOUR / 16));
  }
});

describe("segments", () => {
  test("stack up to the height of the bar", () => {
    const parts = segments(bucket({ completed: 6, failed: 4 }), ["completed", "failed"], 10, 50);
    expect(parts).toEqual([
      { outcome: "completed", y: 20, height: 30 },
      { outcome: "failed", y: 0, height: 20 },
    ]);
  });

  test("show a single failure among a million, without leaving the chart", () => {
    const parts = segments(
      bucket({ completed: 1_000_000, failed: 1 }),
      ["completed", "failed"],
      1_000_001,
      50,
    );
    expect(parts[1]?.height).toBeGreaterThan(1.5);
    expect(parts[1]?.y).toBeCloseTo(0);
  });

  test("leave out what is not asked for", () => {
    expect(segments(bucket({ completed: 3 }), ["failed"], 3, 50)).toEqual([]);
  });
});

test("adds up by outcome", () => {
  expect(sums([bucket({ completed: 2, failed: 1 }), bucket({ completed: 3 })])).toEqual({
    completed: 5,
    failed: 1,
    cancelled: 0,
    active: 0,
  });
});

test("the period of several bars reaches to the end of the last, whichever way one went", () => {
  const buckets = [0, 1, 2].map((index) =>
    bucket({ start: new Date(NOON + index * MINUTE).toISOString() }),
  );
  const period = { from: NOON + MINUTE, until: NOON + 3 * MINUTE };
  expect(periodOfBars(buckets, 60, 1, 2)).toEqual(period);
  expect(periodOfBars(buckets, 60, 2, 1)).toEqual(period);
  expect(periodOfBars(buckets, 60, 7, 7)).toBeNull();
});
