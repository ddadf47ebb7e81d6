import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { get, post } from "../api/client";
import type { JsonMap, PlaybookDetail } from "../api/types";
import { newKey } from "./payload";

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
  const last = useRef({ order: "", key: "" });
  return useMutation({
    mutationFn: (payload: JsonMap) => {
      const body = version ? { path, version, payload } : { path, payload };
      const order = JSON.stringify(body);
      if (last.current.order !== order) {
        last.current = { order, key: newKey() };
      }
      return post<Started>("/api/execute", body, { "Idempotency-Key": last.current.key });
    },
    onSuccess: () => {
      last.current = { order: "", key: "" };
      void queries.invalidateQueries({ queryKey: ["executions"] });
      void queries.invalidateQueries({ queryKey: ["playbook", path] });
    },
  });
}
