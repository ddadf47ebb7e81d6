import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { get } from "../api/client";
import { type ExecutionDetail, isOver } from "../api/types";
import { HistorySource, type Snapshot } from "./source";

/** How soon after an event the detail (jobs, waits, progress) is asked for again, in ms. */
const PAUSE = 700;
/** What waits for a worker or a timer changes without an event. */
const LOOK = 5_000;

export interface HistoryOfExecution extends Snapshot {
  detail: ExecutionDetail | undefined;
  detailError: Error | null;
}

/** An execution and all that happened in it, live until it ends. */
export function useHistory(id: string): HistoryOfExecution {
  const snapshot = useSnapshot(id);
  const queries = useQueryClient();
  const key = ["execution", id];
  const { data: detail, error: detailError } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ExecutionDetail>(`/api/executions/${id}`, { events: 0 }, signal),
    // What is over stays as it is, but for who does it again: that is asked for when one comes back.
    staleTime: LOOK,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.status) ? false : LOOK),
  });
  const events = snapshot.history.events.length;
  const seen = detail?.events_count ?? 0;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made of the id.
  useEffect(() => {
    if (snapshot.isComplete && events > seen && timer.current === undefined) {
      timer.current = setTimeout(() => {
        timer.current = undefined;
        void queries.invalidateQueries({ queryKey: key });
      }, PAUSE);
    }
  }, [events, seen, snapshot.isComplete, queries, id]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return { ...snapshot, detail, detailError };
}

function useSnapshot(id: string): Snapshot {
  const [source, setSource] = useState(() => new HistorySource(id));
  useEffect(() => {
    const it = new HistorySource(id);
    setSource(it);
    it.open();
    return () => it.close();
  }, [id]);
  return useSyncExternalStore(source.subscribe, source.get);
}
