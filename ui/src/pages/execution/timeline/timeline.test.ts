import { describe, expect, it } from "vitest";
import type { Attempt, History, Iteration, Visit } from "../../../history/model";
import { EMPTY } from "../../../history/model";
import { bars, density, outline } from "./draw";
import { rowsOf } from "./rows";
import { moved, sinceStart, ticks, whole, zoomed } from "./scale";
import { segmentsOf } from "./segments";

function attempt(start: number, end: number | null, more: Partial<Attempt> = {}): Attempt {
  return {
    attempt: 1,
    maxAttempts: 1,
    tool: "python",
    status: end === null ? "RUNNING" : "COMPLETED",
    start,
    end,
    worker: "w",
    child: null,
    result: null,
    returned: null,
    error: null,
    errorKind: null,
    errorCode: null,
    trace: null,
    retryAt: null,
    ...more,
  };
}

function visit(start: number, end: number | null, more: Partial<Visit> = {}): Visit {
  return {
    visit: 1,
    status: end === null ? "RUNNING" : "COMPLETED",
    start,
    end,
    eventId: "1",
    data: null,
    inputs: null,
    attempts: [],
    iterator: null,
    saves: [],
    vars: null,
    error: null,
    transitions: [],
    cancelReason: null,
    ...more,
  };
}

function iteration(index: number, start: number, end: number | null): Iteration {
  return {
    index,
    item: index,
    status: end === null ? "RUNNING" : "COMPLETED",
    start,
    end,
    child: null,
    result: null,
    error: null,
  };
}

const kinds = (it: Visit) => segmentsOf(it).map(({ kind, start, end }) => [kind, start, end]);

describe("segmentsOf", () => {
  it("tells the wait for a worker, the attempts and the delays between them apart", () => {
    const it = visit(0, 900, {
      attempts: [
        attempt(100, 200, { status: "FAILED", maxAttempts: 2, retryAt: 500 }),
        attempt(600, 900, { attempt: 2, maxAttempts: 2 }),
      ],
    });
    expect(kinds(it)).toEqual([
      ["queue", 0, 100],
      ["attempt", 100, 200],
      ["retry", 200, 500],
      ["queue", 500, 600],
      ["attempt", 600, 900],
    ]);
  });

  it("leaves what goes on open", () => {
    expect(kinds(visit(5, null))).toEqual([["queue", 5, null]]);
    expect(kinds(visit(0, null, { attempts: [attempt(0, null, { tool: "wait" })] }))).toEqual([
      ["wait", 0, null],
    ]);
    const delayed = visit(0, null, {
      attempts: [attempt(0, 10, { status: "FAILED", retryAt: 99 })],
    });
    expect(segmentsOf(delayed).at(-1)).toMatchObject({ kind: "retry", start: 10, due: 99 });
  });

  it("is passed at once if it has no attempt", () => {
    expect(kinds(visit(7, 7))).toEqual([["attempt", 7, 7]]);
  });
});

describe("rowsOf", () => {
  const iterations = [iteration(0, 0, 5), undefined, iteration(2, 1, 9)];
  const history: History = {
    ...EMPTY,
    steps: new Map([
      ["loop", step("loop", [visit(0, 1), visit(2, 3, { visit: 2 })])],
      [
        "each",
        step("each", [
          visit(4, 9, {
            attempts: [attempt(4, 9)],
            iterator: { total: 3, iterations, running: 0, succeeded: 2, failed: 0, end: 9 },
          }),
        ]),
      ],
    ]),
  };

  function step(name: string, visits: Visit[]) {
    return { name, status: "COMPLETED" as const, visits, isTakenOver: false };
  }

  it("has a line a step", () => {
    const rows = rowsOf(history, new Set());
    expect(rows.map(({ label, note }) => [label, note])).toEqual([
      ["loop", "× 2"],
      ["each", "3 items"],
    ]);
  });

  it("opens visits and iterations", () => {
    const rows = rowsOf(history, new Set(["loop", "each"]));
    expect(rows.map(({ label }) => label)).toEqual([
      "loop",
      "visit 1",
      "visit 2",
      "each",
      "item 0",
      "item 2",
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(6);
  });
});

describe("scale", () => {
  const bounds = { from: 0, to: 1000 };

  it("keeps the instant under the pointer where it is", () => {
    expect(zoomed(bounds, 0.5, 250, bounds)).toEqual({ from: 125, to: 625 });
  });

  it("stays within its bounds", () => {
    expect(zoomed({ from: 800, to: 1000 }, 10, 900, bounds)).toEqual(bounds);
    expect(moved({ from: 100, to: 300 }, -500, bounds)).toEqual({ from: 0, to: 200 });
    expect(zoomed(bounds, 1e-9, 500, bounds).to).toBeCloseTo(502.5);
    expect(whole(10, 10).to).toBeGreaterThan(10);
  });

  it("marks round times", () => {
    expect(ticks({ from: 0, to: 10_000 }, 1000, 0).map(({ label }) => label)).toEqual([
      "0",
      "2 s",
      "4 s",
      "6 s",
      "8 s",
      "10 s",
    ]);
  });

  it("names times as long as they are", () => {
    expect(sinceStart(250, 50)).toBe("250 ms");
    expect(sinceStart(1500, 500)).toBe("1.5 s");
    expect(sinceStart(90_000, 30_000)).toBe("1:30");
    expect(sinceStart(8_100_000, 900_000)).toBe("2 h 15 m");
    expect(sinceStart(259_200_000, 86_400_000)).toBe("3 d");
  });
});

describe("draw", () => {
  it("draws what is nearer than a pixel as one, and leaves out what is out of sight", () => {
    const segments = Array.from({ length: 10_000 }, (_, index) => ({
      kind: "attempt" as const,
      status: "COMPLETED" as const,
      start: index,
      end: index + 1,
      due: null,
      words: "",
      error: null,
    }));
    const made = bars(segments, { from: 0, to: 5000 }, 100, 0);
    expect(made).toHaveLength(1);
    expect(made[0]?.count).toBe(5001);
  });

  it("counts one at a time where one follows the other", () => {
    const items = Array.from({ length: 50 }, (_, index) =>
      iteration(index, index * 2, index * 2 + 2),
    );
    expect(density(items, { from: 0, to: 100 }, 100, 100, 2).most).toBe(1);
  });

  it("counts how many were at work", () => {
    const it = density(
      [iteration(0, 0, 50), iteration(1, 0, 99), undefined, iteration(2, 60, null)],
      { from: 0, to: 100 },
      100,
      100,
      10,
    );
    expect(it.values).toEqual([2, 2, 2, 2, 2, 1, 2, 2, 2, 0]);
    expect(it.most).toBe(2);
    expect(outline(it, 10)).toBe("M0 10H0V0.0H50V2.9H60V0.0H90V10.0H100V10Z");
  });
});
