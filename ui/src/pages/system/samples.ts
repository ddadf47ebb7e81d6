import { useEffect, useSyncExternalStore } from "react";
import { getText } from "../../api/client";
import { parse, type Sample } from "./metrics";

/** Figures are looked up so often, in ms, and so many are kept: four minutes. */
const LOOK = 2_000;
const KEPT = 121;

let samples: Sample[] = [];
const listeners = new Set<() => void>();

async function look(): Promise<void> {
  try {
    const text = await getText("/metrics");
    samples = [...samples, parse(text, Date.now())].slice(-KEPT);
    for (const listener of listeners) {
      listener();
    }
  } catch {
    // The page says above all others that the server is away; a gap in a line is all it is here.
  }
}

/** The figures of the last minutes, as long as somebody looks. */
export function useSamples(): Sample[] {
  useEffect(() => {
    void look();
    const timer = setInterval(() => document.visibilityState === "visible" && void look(), LOOK);
    return () => clearInterval(timer);
  }, []);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => samples,
  );
}
