import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { assistance } from "../../editor/assist/extension";
import type { Schema } from "../../editor/assist/schema";
import { fetchSchema, findCredentials, findPaths } from "./catalog";

/** Completion and hints, fed by the schema of the language and the catalog. */
export function useAssistance() {
  const queries = useQueryClient();
  const schema = useRef<Schema | null>(null);
  const { data } = useQuery({
    queryKey: ["schema"],
    queryFn: ({ signal }) => fetchSchema(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  schema.current = data ?? null;
  return useMemo(
    () =>
      assistance({
        schema: () => schema.current,
        playbooks: async (typed) =>
          (
            await queries.fetchQuery({
              queryKey: ["editor", "find", typed],
              queryFn: ({ signal }) => findPaths(typed, signal),
            })
          ).map(({ path }) => path),
        credentials: () =>
          queries.fetchQuery({ queryKey: ["editor", "credentials"], queryFn: findCredentials }),
      }),
    [queries],
  );
}
