import type { GraphStates } from "./states";

/** What came of an edge: none where nothing runs. */
export type Way = "none" | "taken" | "refused" | "never";

export function takenOf(states: GraphStates | null, keys: string[]): number {
  return keys.reduce((sum, key) => sum + (states?.edges.get(key)?.taken ?? 0), 0);
}

export function wayOf(states: GraphStates | null, keys: string[]): Way {
  if (!states) {
    return "none";
  }
  if (takenOf(states, keys) > 0) {
    return "taken";
  }
  return keys.some((key) => states.edges.has(key)) ? "refused" : "never";
}
