import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { get } from "../../api/client";
import type { Page, PlaybookLine } from "../../api/types";

const LIMIT = 100;
/** Where all are needed, they come in a few large pages: each one that comes is put in order with all before it. */
const LIMIT_OF_ALL = 500;
/** Runs go on while one looks; but the pages of a long catalog are not all asked for again and again. */
const AGAIN = 10_000;
const AGAIN_PAGES_MAX = 2;

/** The latest versions that have `text` somewhere; page by page, or all of them if that `isNeeded`. */
export function usePlaybooks(text: string, isNeeded: boolean) {
  const limit = isNeeded ? LIMIT_OF_ALL : LIMIT;
  const query = useInfiniteQuery({
    queryKey: ["playbooks", text, limit],
    queryFn: ({ pageParam, signal }) =>
      get<Page<PlaybookLine>>(
        "/api/catalog/playbooks/search",
        { q: text, limit, cursor: pageParam, figures: true },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor: next }) => next,
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) <= AGAIN_PAGES_MAX ? AGAIN : false,
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
  const lines = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  return { ...query, lines };
}
