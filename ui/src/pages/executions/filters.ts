import { STATUSES, type Status } from "../../api/types";
import type { Row } from "./row";

/** What the list is narrowed to; all of it stands in the page's address. */
export interface Filters {
  statuses: Status[];
  path: string;
  label: string;
  text: string;
  parent: string;
  /** How far back from now: the name of a preset; "" for no bound. */
  range: string;
  /** A period of one's own, as instants; only without a preset. */
  from: string;
  until: string;
}

export const NO_FILTERS: Filters = {
  statuses: [],
  path: "",
  label: "",
  text: "",
  parent: "",
  range: "",
  from: "",
  until: "",
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const PRESETS = [
  { value: "15m", label: "Last 15 minutes", length: 15 * MINUTE },
  { value: "1h", label: "Last hour", length: HOUR },
  { value: "24h", label: "Last 24 hours", length: DAY },
  { value: "7d", label: "Last 7 days", length: 7 * DAY },
];

const presetOf = (range: string) => PRESETS.find(({ value }) => value === range);

const instant = (text: string | null) =>
  text && Number.isFinite(Date.parse(text)) ? new Date(text).toISOString() : "";

/** The filters that an address names; what makes no sense is passed over. */
export function filtersOf(parameters: URLSearchParams): Filters {
  const words = (parameters.get("status") ?? "").toUpperCase().split(",");
  const range = presetOf(parameters.get("range") ?? "")?.value ?? "";
  return {
    statuses: STATUSES.filter((status) => words.includes(status)),
    path: parameters.get("path") ?? "",
    label: parameters.get("label") ?? "",
    text: parameters.get("q") ?? "",
    parent: /^\d{1,19}$/.exec(parameters.get("parent") ?? "")?.[0] ?? "",
    range,
    from: range ? "" : instant(parameters.get("from")),
    until: range ? "" : instant(parameters.get("until")),
  };
}

/** The filters as parameters of an address, which keeps what else it says. */
export function withFilters(parameters: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(parameters);
  const values: Record<string, string> = {
    status: filters.statuses.join(","),
    path: filters.path,
    label: filters.label,
    q: filters.text,
    parent: filters.parent,
    range: filters.range,
    from: filters.range ? "" : filters.from,
    until: filters.range ? "" : filters.until,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
  }
  return next;
}

export const isNarrowed = (filters: Filters) =>
  filters.statuses.length > 0 ||
  [
    filters.path,
    filters.label,
    filters.text,
    filters.parent,
    filters.range,
    filters.from,
    filters.until,
  ].some(Boolean);

/** Milliseconds since 1970; null for no bound. */
export interface Period {
  from: number | null;
  until: number | null;
}

export function periodOf(filters: Filters, now: number): Period {
  const preset = presetOf(filters.range);
  if (preset) {
    return { from: now - preset.length, until: null };
  }
  return {
    from: filters.from ? Date.parse(filters.from) : null,
    until: filters.until ? Date.parse(filters.until) : null,
  };
}

/** As `GET /api/executions` takes them, but for the period. */
export const questionOf = (filters: Filters) => ({
  status: filters.statuses.join(","),
  path: filters.path,
  label: filters.label,
  q: filters.text,
  parent: filters.parent,
});

export const periodQuestionOf = ({ from, until }: Period) => ({
  from: from === null ? "" : new Date(from).toISOString(),
  until: until === null ? "" : new Date(until).toISOString(),
});

/** Whether a row is one of those asked for, as far as it can be told here: labels are left to the server. */
export function isAskedFor(row: Row, filters: Filters, period: Period): boolean {
  const start = Date.parse(row.start);
  return (
    (filters.statuses.length === 0 || filters.statuses.includes(row.status)) &&
    (!filters.path || row.path === filters.path) &&
    (!filters.parent || row.parent === filters.parent) &&
    (!filters.text || row.path.includes(filters.text) || row.id.startsWith(filters.text)) &&
    (period.from === null || start >= period.from) &&
    (period.until === null || start < period.until)
  );
}
