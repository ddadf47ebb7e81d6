import { useEffect, useMemo, useRef, useState } from "react";
import type { PlaybookLine } from "../../api/types";
import type { Read } from "../../parts/useReading";
import { held } from "./again";

/** Keeps lines in their places while somebody reads; another `question` is another list. */
export function useHeld(lines: PlaybookLine[], question: string) {
  const [isReading, setReading] = useState(false);
  const [read] = useState<Read>(() => ({ setReading }));
  const before = useRef({ question, lines });
  const shown = useMemo(
    () =>
      isReading && before.current.question === question ? held(before.current.lines, lines) : lines,
    [lines, question, isReading],
  );
  useEffect(() => {
    before.current = { question, lines: shown };
  }, [question, shown]);
  return { shown, read };
}
