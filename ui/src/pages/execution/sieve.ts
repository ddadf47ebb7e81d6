import { useLayoutEffect, useMemo, useReducer } from "react";

/** So long, in ms, may one piece of the work take: the page stays alive however much there is to look through. */
const PIECE = 12;
/** The clock is looked at each so many items. */
const BETWEEN = 16;

/** Finds the items that pass a test, in pieces; what is added later is looked at later. */
export class Sieve<T> {
  readonly found: number[] = [];
  read = 0;

  constructor(private readonly test: (item: T) => boolean) {}

  /** Goes on for a while; whether all of `items` has been looked at. */
  run(items: readonly T[], piece = PIECE): boolean {
    const until = performance.now() + piece;
    while (this.read < items.length) {
      const item = items[this.read];
      if (item !== undefined && this.test(item)) {
        this.found.push(this.read);
      }
      this.read += 1;
      if (this.read % BETWEEN === 0 && performance.now() > until) {
        break;
      }
    }
    return this.read >= items.length;
  }
}

export interface Sieved {
  /** Places of the items that pass; null if all do. */
  found: readonly number[] | null;
  /** Of a hundred. */
  progress: number;
  isDone: boolean;
}

/** Sieves a list that only ever grows. A new test begins anew; no test lets everything pass. */
export function useSieve<T>(items: readonly T[], test: ((item: T) => boolean) | null): Sieved {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const sieve = useMemo(() => (test ? new Sieve(test) : null), [test]);
  useLayoutEffect(() => {
    if (!sieve || sieve.read >= items.length) {
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = () => {
      if (!sieve.run(items)) {
        timer = setTimeout(work);
      }
      redraw();
    };
    work();
    return () => clearTimeout(timer);
  }, [sieve, items]);
  const isDone = !sieve || sieve.read >= items.length;
  return {
    found: sieve?.found ?? null,
    progress: isDone ? 100 : Math.floor((100 * (sieve?.read ?? 0)) / items.length),
    isDone,
  };
}
