import { useEffect, useState } from "react";
import { get } from "../../../api/client";
import { connection } from "../../../api/connection";
import type { LogEntry } from "../../../api/types";
import { LogLines, type LogRow } from "./lines";

const PAGE = 1_000;
/** While it runs, what was printed since is asked for this often, in ms. */
const BEAT = 1_500;
/** More characters than this are not shown: a browser would not bear them. */
const SIZE_MAX = 24_000_000;

export interface Logs {
  rows: readonly LogRow[];
  longest: number;
  isComplete: boolean;
  isCut: boolean;
  error: unknown;
}

const NONE: Logs = { rows: [], longest: 0, isComplete: false, isCut: false, error: null };

interface LogPage {
  entries: LogEntry[];
  next_cursor: string | null;
}

/** What an execution's steps printed, read on while it runs. */
export function useLogs(id: string, isLive: boolean): Logs {
  const [reader] = useState(() => ({ lines: new LogLines(), seen: 0 }));
  const [logs, setLogs] = useState(NONE);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { lines } = reader;
    const read = async () => {
      let more = true;
      while (more && lines.size < SIZE_MAX) {
        const page: LogPage = await get<LogPage>(
          `/api/executions/${id}/logs`,
          { limit: PAGE, cursor: reader.seen },
          abort.signal,
        );
        reader.seen += page.entries.length;
        lines.add(page.entries);
        more = page.next_cursor !== null && page.entries.length > 0;
      }
      setLogs({
        rows: lines.rows,
        longest: lines.longest,
        isComplete: true,
        isCut: more,
        error: null,
      });
    };
    const turn = async () => {
      clearTimeout(timer);
      try {
        if (document.visibilityState === "visible") {
          await read();
        }
      } catch (error) {
        if (!abort.signal.aborted) {
          setLogs((before) => ({ ...before, error }));
        }
      }
      if (isLive && !abort.signal.aborted && connection.get().kind === "online") {
        timer = setTimeout(turn, BEAT);
      }
    };
    void turn();
    const again = () => void turn();
    const offBack = connection.onBack(again);
    document.addEventListener("visibilitychange", again);
    return () => {
      abort.abort();
      clearTimeout(timer);
      offBack();
      document.removeEventListener("visibilitychange", again);
    };
  }, [id, isLive, reader]);
  return logs;
}
