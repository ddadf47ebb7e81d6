import { expect, test } from "vitest";
import type { PlaybookLine, Runs } from "../../api/types";
import { isFilter, labelTexts } from "../../parts/labels";
import { isSort, ordered } from "./order";

function line(path: string, runs?: Partial<Runs>, labels = {}): PlaybookLine {
  const none: Runs = {
    recent: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    active: 0,
    success_rate: null,
    p50_seconds: null,
    p95_seconds: null,
    last: [],
  };
  return { path, labels, ...(runs ? { runs: { ...none, ...runs } } : {}) } as PlaybookLine;
}

const started = (at: string) => [
  { execution_id: "1", status: "COMPLETED" as const, start_time: at, duration: 1 },
];

const lines = [
  line("c", { success_rate: 1, p50_seconds: 2, last: started("2026-01-01T00:00:00Z") }),
  line("b"),
  line("a", { success_rate: 0.5, p50_seconds: 9, last: started("2026-01-02T00:00:00Z") }),
  line("d", {}, { team: "data", tier: 1 }),
];

const paths = (sort: Parameters<typeof ordered>[1], label = "") =>
  ordered(lines, sort, label)
    .map(({ path }) => path)
    .join("");

test("orders, with those that lack the figure last", () => {
  expect(paths("recent")).toBe("cbad");
  expect(paths("path")).toBe("abcd");
  expect(paths("runs")).toBe("acbd");
  expect(paths("success")).toBe("acbd");
  expect(paths("slow")).toBe("acbd");
});

test("labels narrow it", () => {
  expect(labelTexts(lines[3] ?? line(""))).toEqual(["team=data", "tier=1"]);
  expect(paths("path", "team=data")).toBe("d");
  expect(paths("path", "team=ops")).toBe("");
});

test("knows its words", () => {
  expect(isSort("slow")).toBe(true);
  expect(isSort("toString")).toBe(false);
  expect(isSort(null)).toBe(false);
});

test("only labels that the server's filter means as they are", () => {
  expect(["team=data eng", "team=", "a=b=c", "bare"].every(isFilter)).toBe(true);
  expect(["", "=x", "team=a,b", "team= a", "team =a", "team=a "].some(isFilter)).toBe(false);
});
