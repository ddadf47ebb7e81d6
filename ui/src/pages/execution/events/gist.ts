import type { Event, JsonMap, Transition } from "../../../api/types";
import { span } from "../../../parts/time";

const NAMED = 4;

const number = (map: JsonMap | null, name: string): number | null => {
  const value = map?.[name];
  return typeof value === "number" ? value : null;
};

const text = (map: JsonMap | null, name: string): string | null => {
  const value = map?.[name];
  return typeof value === "string" ? value : null;
};

/** What is worth knowing of an event in a few words; empty if its type says all. */
export function gist(event: Event): string {
  const { context, meta } = event;
  if (event.error) {
    return firstLine(event.error);
  }
  switch (event.event_type) {
    case "execution_start":
      return meta?.retry_of ? `retry of ${String(meta.retry_of)}` : taken(meta);
    case "action_started":
      return attemptOf(number(context, "attempt"), number(context, "max_attempts"));
    case "action_retry":
      return `attempt ${number(context, "attempt") ?? "?"} in ${span((number(context, "delay_ms") ?? 0) / 1000)}`;
    case "step_completed":
      return taken(meta);
    case "step_cancelled":
      return text(meta, "reason") ?? "";
    case "iterator_started":
      return counted(number(context, "total"), "items");
    case "iterator_completed":
      return `${counted(number(context, "succeeded"), "succeeded")}, ${counted(number(context, "failed"), "failed")}`;
    case "iteration_started":
    case "iteration_completed":
    case "iteration_failed":
      return `item ${event.current_index ?? "?"}`;
    case "save_started":
    case "save_completed":
      return text(meta, "storage") ?? "";
    case "execution_cancelling":
      return [text(meta, "reason"), text(meta, "detail")].filter(Boolean).join(": ");
    case "execution_cancelled":
      return text(meta, "detail") ?? "";
    default:
      return "";
  }
}

function attemptOf(attempt: number | null, most: number | null): string {
  if (attempt === null || (most ?? 1) <= 1) {
    return "";
  }
  return `attempt ${attempt} of ${most}`;
}

function counted(count: number | null, what: string): string {
  return count === null ? "" : `${count.toLocaleString("en")} ${what}`;
}

/** Where it went from here. */
function taken(meta: Event["meta"]): string {
  const transitions = Array.isArray(meta?.transitions) ? (meta.transitions as Transition[]) : [];
  if (transitions.length === 0) {
    return "";
  }
  const names = transitions.filter((it) => it.taken).map((it) => it.step);
  if (names.length === 0) {
    return "no edge taken";
  }
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `→ ${names.slice(0, NAMED).join(", ")}${more}`;
}

function firstLine(error: string): string {
  return error.slice(0, 300).split("\n", 1)[0] ?? "";
}
