import { useSyncExternalStore } from "react";
import { asProblem } from "../api/problem";

export interface Toast {
  id: number;
  tone: "done" | "failed";
  text: string;
  /** Where one may go from here. */
  link?: { to: string; label: string };
}

const LIFE = 6_000;
const AT_ONCE = 4;

let toasts: Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function become(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) {
    listener();
  }
}

function show(toast: Omit<Toast, "id">): void {
  count += 1;
  const id = count;
  become([...toasts, { ...toast, id }].slice(-AT_ONCE));
  setTimeout(() => dismiss(id), toast.tone === "failed" ? LIFE * 2 : LIFE);
}

export function dismiss(id: number): void {
  become(toasts.filter((it) => it.id !== id));
}

export const tell = {
  done: (text: string, link?: Toast["link"]) =>
    show(link ? { tone: "done", text, link } : { tone: "done", text }),
  failed: (error: unknown) => show({ tone: "failed", text: asProblem(error).message }),
};

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
