import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { get } from "../../api/client";
import type { Page, PlaybookLine } from "../../api/types";
import { linesOf, type Pages, pagesAgain, replaced } from "./again";

const LIMIT = 100;
/** Where all are needed, they come in a few large pages: each one that comes is put in order with all before it. */
const LIMIT_OF_ALL = 500;
/** Runs go on while one looks, and others register: so often, in ms, it is looked again. */
const AGAIN = 5_000;

/** The latest versions that have `text` somewhere, and a label if one is given; page by page, or all of them if that `isNeeded`. */
export function usePlaybooks(text: string, label: string, isNeeded: boolean) {
  const limit = isNeeded ? LIMIT_OF_ALL : LIMIT;
  const key = useMemo(() => ["playbooks", text, label, limit], [text, label, limit]);
  const read = useCallback(
    (cursor: string, signal: AbortSignal) =>
      get<Page<PlaybookLine>>(
        "/api/catalog/playbooks/search",
        { q: text, label, limit, cursor, figures: true },
        signal,
      ),
    [text, label, limit],
  );
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor: next }) => next,
    placeholderData: (before) => before,
    // To find out which of thousands of lines are as before costs more than to draw the few in sight anew.
    structuralSharing: false,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (isNeeded && hasNextPage && !isFetching && !isError) {
      void fetchNextPage();
    }
  }, [isNeeded, hasNextPage, isFetching, isError, fetchNextPage]);
  const lines = useMemo(() => (data ? linesOf(data) : []), [data]);
  return { ...query, lines, onSeen: useAgain(key, read) };
}

/** Asks again for what is in sight, as it is told; of a long catalog not for all of it each time. */
function useAgain(
  key: unknown[],
  read: (cursor: string, signal: AbortSignal) => Promise<Page<PlaybookLine>>,
) {
  const queries = useQueryClient();
  const seen = useRef<ReadonlySet<string>>(new Set());
  const turn = useRef(0);
  useQuery({
    queryKey: [...key, "again"],
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Pages>(key);
      if (before && queries.getQueryState(key)?.fetchStatus === "idle") {
        turn.current += 1;
        const fresh = new Map(
          await Promise.all(
            pagesAgain(before, seen.current, turn.current).map(
              async (page) => [page, await read(before.pageParams[page] ?? "", signal)] as const,
            ),
          ),
        );
        // More may have come meanwhile.
        queries.setQueryData<Pages>(key, (now) => now && replaced(now, fresh));
      }
      return turn.current;
    },
    refetchInterval: AGAIN,
    // What has just been read is not asked for again at once.
    initialData: 0,
    staleTime: AGAIN,
  });
  return useCallback((paths: string[]) => {
    seen.current = new Set(paths);
  }, []);
}
