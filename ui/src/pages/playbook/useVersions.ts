import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { get } from "../../api/client";
import type { CatalogEntry } from "../../api/types";

const LIMIT = 50;

interface Entries {
  entries: CatalogEntry[];
  next_cursor: string | null;
}

/** All versions of a path with their texts, newest first, page by page; read anew if `shown` is newer than they are. */
export function useVersions(path: string, shown: number) {
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
  const { data, isFetching, isError, refetch } = query;
  const newest = data?.pages[0]?.entries[0]?.version ?? shown;
  const asked = useRef(0);
  useEffect(() => {
    if (newest < shown && asked.current !== shown && !isFetching && !isError) {
      asked.current = shown;
      void refetch();
    }
  }, [newest, shown, isFetching, isError, refetch]);
  const versions = useMemo(() => data?.pages.flatMap(({ entries }) => entries) ?? [], [data]);
  return { ...query, versions };
}
