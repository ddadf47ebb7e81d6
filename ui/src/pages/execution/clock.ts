import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { type ExecutionDetail, isOver } from "../../api/types";

/** Smaller differences are the way of the answer, not a clock that is wrong. */
const TOLERANCE = 1_500;

/** How far the server's clock is ahead of this one, in ms: an execution tells how long it has been at work. */
export function ahead(
  detail: Pick<ExecutionDetail, "start_time" | "duration">,
  now: number,
): number {
  const difference = Date.parse(detail.start_time) + detail.duration * 1000 - now;
  return Math.abs(difference) > TOLERANCE ? difference : 0;
}

/** The server's time in ms, anew every `beat` ms; the end of an execution that is over. */
export function useServerNow(detail: ExecutionDetail, beat = 1_000): number {
  const isLive = !isOver(detail.status);
  const queries = useQueryClient();
  const offset = useMemo(() => {
    // A detail from the cache is from the time at which it came.
    const came = queries.getQueryState(["execution", detail.execution_id])?.dataUpdatedAt;
    return isLive ? ahead(detail, came || Date.now()) : 0;
  }, [queries, detail, isLive]);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isLive) {
      return;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), beat);
    return () => clearInterval(timer);
  }, [isLive, beat]);
  return isLive ? now + offset : Date.parse(detail.end_time ?? detail.start_time);
}
