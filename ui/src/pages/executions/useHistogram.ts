import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { get } from "../../api/client";
import type { Execution, Histogram, Page } from "../../api/types";
import { cut, oldestStart } from "./buckets";
import { type Filters, periodOf, periodQuestionOf, questionOf } from "./filters";

const PATH = "/api/executions/histogram";
const OFTEN = 4_000;
/** Counting may be dear with very many executions: it takes a small part of the time at most. */
const SHARE = 12;
const SHORT = 5 * 60_000;
const LONG = 10 * 60_000;

/** What came of the executions that the filters name (of any status), over their time; kept up while things happen. */
export function useHistogram(filters: Filters, bars: number) {
  const queries = useQueryClient();
  const hasNews = useRef(false);
  const pause = useRef(OFTEN);
  const question = { ...questionOf(filters), status: "" };
  const key = ["histogram", question, filters.range, filters.from, filters.until, bars];
  const query = useQuery({
    queryKey: key,
    enabled: bars > 0,
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const period = periodOf(filters, now);
      const until = period.until ?? now;
      const from = period.from ?? Math.min(await oldest(queries), until - SHORT);
      const { buckets, ...ends } = cut(from, until, bars, new Date().getTimezoneOffset());
      const began = performance.now();
      const answer = await get<Histogram>(
        PATH,
        { ...question, ...periodQuestionOf(ends), buckets },
        signal,
      );
      pause.current = Math.max(OFTEN, (performance.now() - began) * SHARE);
      return answer;
    },
    placeholderData: (before) => before,
    retry: false,
  });
  const { refetch } = query;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      if (hasNews.current && document.visibilityState === "visible") {
        hasNews.current = false;
        void refetch();
      }
      timer = setTimeout(look, pause.current);
    };
    timer = setTimeout(look, OFTEN);
    return () => clearTimeout(timer);
  }, [refetch]);
  const onNews = useCallback(() => {
    hasNews.current = true;
  }, []);
  return { histogram: query.data, error: query.error, onNews };
}

/** About when the oldest execution that is kept started. That stays so for a good while. */
function oldest(queries: QueryClient): Promise<number> {
  return queries.fetchQuery({
    queryKey: ["executions", "oldest"],
    queryFn: ({ signal }) =>
      oldestStart(Date.now(), async (instant) => {
        const question = { until: new Date(instant).toISOString(), limit: 1 };
        const before = await get<Page<Execution>>("/api/executions", question, signal);
        return before.items.length > 0;
      }),
    staleTime: LONG,
    retry: false,
  });
}
