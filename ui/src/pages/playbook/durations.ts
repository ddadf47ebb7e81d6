const LEAST = 3;

interface Run {
  duration: number;
  isOver: boolean;
}

/**
 * Bars of a hundred. The longest of those that are over fills it: what has been going on for days would make all others
 * flat. None is so short that it cannot be seen.
 */
export function heights(runs: Run[]): { bars: number[]; top: number } {
  const over = runs.filter(({ isOver }) => isOver);
  const top = Math.max(0, ...(over.length > 0 ? over : runs).map(({ duration }) => duration));
  return {
    top,
    bars: runs.map(({ duration }) =>
      top > 0 ? Math.min(100, Math.max(LEAST, (duration / top) * 100)) : LEAST,
    ),
  };
}
