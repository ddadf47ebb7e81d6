import { describe, expect, test } from "vitest";
import { filtersOf, isAskedFor, isNarrowed, NO_FILTERS, periodOf, withFilters } from "./filters";
import type { Row } from "./row";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const row: Row = {
  id: "385544902438946313",
  path: "billing/invoices",
  version: 3,
  status: "FAILED",
  progress: 40,
  start: "2026-11-29T11:30:00.000001Z",
  end: "2026-11-29T11:31:00.000001Z",
  parent: "7",
  retryOf: null,
  error: "no",
};
const ALL = { from: null, until: null };
const of = (text: string) => filtersOf(new URLSearchParams(text));

describe("an address", () => {
  test("names filters, and gives them back", () => {
    const text =
      "status=RUNNING%2CFAILED&path=billing%2Finvoices&label=team%3Dmoney&q=inv&range=24h";
    const filters = of(text);
    expect(filters.statuses).toEqual(["RUNNING", "FAILED"]);
    expect(filters.label).toBe("team=money");
    expect(withFilters(new URLSearchParams(), filters).toString()).toBe(text);
  });

  test("keeps what others put there, and loses what is cleared", () => {
    const next = withFilters(new URLSearchParams("tab=x&q=a&from=2026-01-01"), NO_FILTERS);
    expect(next.toString()).toBe("tab=x");
  });

  test("is not believed where it makes no sense", () => {
    const filters = of("status=sleeping&range=2y&from=yesterday&parent=abc");
    expect(filters).toEqual(NO_FILTERS);
    expect(isNarrowed(filters)).toBe(false);
  });

  test("takes statuses in small letters too", () => {
    expect(of("status=failed").statuses).toEqual(["FAILED"]);
  });

  test("has a preset or a period of its own, not both", () => {
    expect(of("range=1h&from=2026-01-01T00:00:00Z").from).toBe("");
    expect(of("from=2026-01-01T00:00:00Z").from).toBe("2026-01-01T00:00:00.000Z");
  });
});

test("a preset reaches back from now and has no end", () => {
  expect(periodOf(of("range=15m"), NOW)).toEqual({ from: NOW - 900_000, until: null });
  expect(periodOf(NO_FILTERS, NOW)).toEqual(ALL);
});

describe("a row that has come by the stream", () => {
  test("is taken if it is as asked", () => {
    for (const text of ["", "status=FAILED", "path=billing/invoices", "parent=7", "q=voic"]) {
      expect(isAskedFor(row, of(text), ALL)).toBe(true);
    }
    expect(isAskedFor(row, of("q=3855449"), ALL)).toBe(true);
  });

  test("is left if it is not", () => {
    for (const text of ["status=RUNNING", "path=billing", "parent=8", "q=Voic", "q=5544902"]) {
      expect(isAskedFor(row, of(text), ALL)).toBe(false);
    }
  });

  test("must have started in the period", () => {
    expect(isAskedFor(row, NO_FILTERS, { from: NOW - 1_800_000, until: null })).toBe(true);
    expect(isAskedFor(row, NO_FILTERS, { from: NOW - 60_000, until: null })).toBe(false);
    expect(isAskedFor(row, NO_FILTERS, { from: null, until: NOW - 1_800_000 })).toBe(false);
  });
});
