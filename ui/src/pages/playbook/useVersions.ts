import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { get } from "../../api/client";
import type { CatalogEntry } from "../../api/types";

const LIMIT = 50;

interface Entries {
  entries: CatalogEntry[];
  next_cursor: string | null;
}

/** All versions of a path with their texts, newest first, page by page. */
export function useVersions(path: string) {
  const query = useInfiniteQuery({
    queryKey: ["playbook", path, "versions"],
    queryFn: ({ pageParam, signal }) =>
      get<Entries>(
        "/api/catalog/resource",
        { resource_path: path, limit: LIMIT, cursor: pageParam },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor: next }) => next,
  });
  const { data } = query;
  const versions = useMemo(() => data?.pages.flatMap(({ entries }) => entries) ?? [], [data]);
  return { ...query, versions };
}
