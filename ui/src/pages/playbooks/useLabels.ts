import { useEffect, useMemo, useState } from "react";
import type { PlaybookLine } from "../../api/types";
import { labelsOf } from "../../parts/labels";

/** The labels to choose from: `chosen`, and all that were seen on any line until now. */
export function useLabels(lines: PlaybookLine[], chosen: string): string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  useEffect(() => {
    const here = labelsOf(lines);
    setSeen((before) =>
      here.every((it) => before.includes(it)) ? before : [...new Set([...before, ...here])].sort(),
    );
  }, [lines]);
  return useMemo(
    () => (chosen && !seen.includes(chosen) ? [...seen, chosen].sort() : [...seen]),
    [seen, chosen],
  );
}
