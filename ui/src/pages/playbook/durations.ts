const LEAST = 3;

/** Bars of a hundred, the longest duration filling it; none is so short that it cannot be seen. */
export function heights(durations: number[]): { bars: number[]; top: number } {
  const top = Math.max(0, ...durations);
  return {
    top,
    bars: durations.map((it) => (top > 0 ? Math.max(LEAST, (it / top) * 100) : LEAST)),
  };
}
