import { useEffect, useRef, useState } from "react";
import { connection } from "../../api/connection";
import { asProblem, type Problem } from "../../api/problem";
import type { Graph } from "../../api/types";
import { type Checked, check } from "./catalog";
import { isSameGraph } from "./sameGraph";

const PAUSE = 250;

export interface Check {
  /** Of the newest text that was checked; null before the first answer. */
  checked: Checked | null;
  /** The last graph there was: it stays while the text is broken. */
  graph: Graph | null;
  /** The answer is for an older text, or not there yet. */
  isBehind: boolean;
  error: Problem | null;
}

/** Has the server check the text whenever the typing pauses; what is asked meanwhile is given up. */
export function useCheck(text: string): Check {
  const [checked, setChecked] = useState<Checked | null>(null);
  const [graph, setGraph] = useState<Graph | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [again, setAgain] = useState(0);
  const isFirst = useRef(true);

  useEffect(() => connection.onBack(() => setAgain((count) => count + 1)), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: checked once more when the server is back.
  useEffect(() => {
    const stop = new AbortController();
    const run = async () => {
      isFirst.current = false;
      try {
        const answer = await check(text, stop.signal);
        setChecked(answer);
        setError(null);
        if (answer.graph) {
          const { graph: next } = answer;
          setGraph((before) => (isSameGraph(before, next) ? before : next));
        }
      } catch (caught) {
        if (!stop.signal.aborted) {
          setError(asProblem(caught));
        }
      }
    };
    const timer = setTimeout(() => void run(), isFirst.current ? 0 : PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, again]);

  return { checked, graph, isBehind: checked?.text !== text, error };
}
