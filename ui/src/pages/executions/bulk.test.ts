import { describe, expect, test } from "vitest";
import { each, failedOf, type Progress, takes } from "./bulk";

const ids = Array.from({ length: 40 }, (_, index) => String(1_000 + index));

test("only what can be done is offered", () => {
  expect(takes("RUNNING", "cancel")).toBe(true);
  expect(takes("CANCELLING", "cancel")).toBe(false);
  expect(takes("PAUSED", "resume")).toBe(true);
  expect(takes("RUNNING", "resume")).toBe(false);
  expect(takes("FAILED", "retry")).toBe(true);
  expect(takes("RUNNING", "retry")).toBe(false);
});

describe("for each of many", () => {
  test("a few are under way at once, and all are done", async () => {
    let now = 0;
    let most = 0;
    const told: Progress[] = [];
    const last = await each(
      "cancel",
      ids,
      async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
      },
      (progress) => told.push(progress),
      new AbortController().signal,
    );
    expect(most).toBe(6);
    expect(last).toMatchObject({ count: 40, done: 40, isOver: true, isStopped: false });
    expect(told.length).toBe(41);
  });

  test("failures are counted by reason, whatever the id in it", async () => {
    const last = await each(
      "retry",
      ids,
      async (id) => {
        if (Number(id) % 4 === 0) {
          throw new Error(`execution ${id} goes on`);
        }
      },
      () => undefined,
      new AbortController().signal,
    );
    expect([...last.failures]).toEqual([["execution goes on", 10]]);
    expect(failedOf(last)).toBe(10);
    expect(last.done).toBe(30);
  });

  test("it can be stopped", async () => {
    const stop = new AbortController();
    let count = 0;
    const last = await each(
      "pause",
      ids,
      async () => {
        count += 1;
        if (count === 10) {
          stop.abort();
        }
      },
      () => undefined,
      stop.signal,
    );
    expect(last.isStopped).toBe(true);
    expect(last.done).toBeLessThan(20);
  });
});
