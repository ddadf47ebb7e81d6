import { createContext, useContext, useSyncExternalStore } from "react";
import type { GraphStates, StepState, StepStatus } from "./states";

interface Values {
  /** Null where a graph is shown that nothing runs. */
  states: GraphStates | null;
  chosen: string | null;
  /** The item that the keyboard is at. */
  current: string | null;
  /** The item that the pointer is at. */
  pointed: string | null;
  /** Soon all of the graph will be seen. */
  goesFar: boolean;
}

/**
 * What changes while one looks, kept beside the nodes: a step whose state changes is drawn anew alone, and the thousand
 * others are not.
 */
export class Live {
  values: Values = { states: null, chosen: null, current: null, pointed: null, goesFar: false };
  /** The current item asks for the focus as soon as it is drawn. */
  takesFocus = false;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  become(change: Partial<Values>): void {
    this.values = { ...this.values, ...change };
    for (const listener of this.listeners) {
      listener();
    }
  }
}

export const LiveContext = createContext<Live>(new Live());

export function useLive<T>(select: (values: Values) => T): T {
  const live = useContext(LiveContext);
  return useSyncExternalStore(live.subscribe, () => select(live.values));
}

export function useStepState(name: string): StepState | undefined {
  return useLive(({ states }) => states?.steps.get(name));
}

/** How a step stands; null where nothing runs. */
export function statusIn(states: GraphStates | null, name: string): StepStatus | null {
  if (!states) {
    return null;
  }
  return states.steps.get(name)?.status ?? (states.isOver ? "SKIPPED" : "PENDING");
}
