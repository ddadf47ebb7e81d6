import { Exact } from "../../../api/exact";
import type { Event, Json } from "../../../api/types";
import type { History, Kept } from "../../../history/model";

/** What the first event of a retry tells of the execution before. */
export interface Before {
  id: string;
  /** The steps that were passed there. */
  steps: Set<string>;
  /** The steps that the retry begins with. */
  beginnings: Set<string>;
}

const asMap = (value: unknown): { [key: string]: unknown } =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as { [key: string]: unknown })
    : {};

export function beforeOf(first: Event | undefined): Before | null {
  const id = first?.meta?.retry_of;
  if (typeof id !== "string" && !(id instanceof Exact)) {
    return null;
  }
  const { steps, beginnings } = asMap(first?.meta?.takeover);
  const begun = Array.isArray(beginnings) ? beginnings : [];
  return {
    id: String(id),
    steps: new Set(Object.keys(asMap(steps))),
    beginnings: new Set(begun.map((it) => String(asMap(it).step))),
  };
}

/** The result of a step that was taken over; it stands in the first event. */
export function takenOver(step: string, history: History): Kept | null {
  const first = history.events[0];
  const field = `takeover/${step}`;
  if (!first?.context || !(field in first.context)) {
    return null;
  }
  const payload = asMap(asMap(first.meta?.payload)[field]);
  if (typeof payload.name !== "string") {
    return { kind: "value", value: (first.context[field] ?? null) as Json };
  }
  return {
    kind: "payload",
    name: payload.name,
    bytes: Number(payload.bytes ?? 0),
    execution: typeof payload.execution === "string" ? payload.execution : first.execution_id,
  };
}
