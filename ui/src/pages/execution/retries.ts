import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/client";
import { type Execution, type ExecutionDetail, isOver, type Page } from "../../api/types";

/** Retries are begun soon after the end, as a rule: so long, in ms, they are looked for. */
const SOON = 24 * 3600_000;
const LIMIT = 200;

export const retriesKey = (id: string) => ["retries", id];

/** The executions that do this one again. Only they know it, so they are looked for among those of the playbook. */
export function useRetries(detail: ExecutionDetail): string[] {
  const { execution_id: id, path, end_time: end } = detail;
  const { data } = useQuery({
    queryKey: retriesKey(id),
    queryFn: async ({ signal }) => {
      const page = await get<Page<Execution>>(
        "/api/executions",
        { path, from: end, until: later(end), limit: LIMIT },
        signal,
      );
      return page.items.filter((it) => it.retry_of === id).map((it) => it.execution_id);
    },
    enabled: isOver(detail.status) && end !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? [];
}

function later(end: string | null): string | null {
  return end === null ? null : new Date(Date.parse(end) + SOON).toISOString();
}
