import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../api/client";
import { Keys } from "../api/keys";
import type { JsonMap, PlaybookDetail } from "../api/types";

/** The latest version for none; asked for again after `pause` milliseconds, if its figures are to stay true. */
export function usePlaybook(path: string, version?: number, pause?: number) {
  return useQuery({
    queryKey: ["playbook", path, version ?? "latest"],
    queryFn: ({ signal }) =>
      get<PlaybookDetail>(
        "/api/catalog/playbook",
        { playbook_id: path, version, figures: true },
        signal,
      ),
    refetchInterval: pause ?? false,
    // Another version of the same playbook takes the place of this one without the page going blank.
    placeholderData: (before) => (before?.path === path ? before : undefined),
  });
}

interface Started {
  execution_id: string;
}

/** Starts an execution. Until it is known to have begun, the same order goes under the same key. */
export function useStart(path: string, version: number | undefined) {
  const queries = useQueryClient();
  const [keys] = useState(() => new Keys());
  return useMutation({
    mutationFn: async (payload: JsonMap) => {
      const body = version ? { path, version, payload } : { path, payload };
      const order = JSON.stringify(body);
      const started = await post<Started>("/api/execute", body, keys.headers(order));
      keys.done(order);
      return started;
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["executions"] });
      void queries.invalidateQueries({ queryKey: ["playbook", path] });
    },
  });
}
