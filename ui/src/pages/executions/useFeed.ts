import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { get } from "../../api/client";
import { connection } from "../../api/connection";
import { openStream } from "../../api/stream";
import type { Execution, Page } from "../../api/types";
import { Feed, type Source } from "./feed";
import { type Filters, isAskedFor, periodOf, periodQuestionOf, questionOf } from "./filters";
import type { Kept } from "./kept";

const PATH = "/api/executions";
/** When the list was first asked the stream may not have been open yet. */
const SETTLED = 1_500;
const HEAD = 100;

/**
 * The rows by these filters, live; with `before`, those that were left before. `onNews` hears whenever something happened
 * in some execution.
 */
export function useFeed(filters: Filters, before: Kept | null, onNews: () => void) {
  const feed = useMemo(() => feedOf(filters, before), [filters, before]);
  const current = useRef(feed);
  useEffect(() => {
    current.current = feed;
    feed.open();
    return () => feed.close();
  }, [feed]);
  useEffect(() => {
    const look = () => void current.current.refresh(null, HEAD);
    const settled = setTimeout(look, SETTLED);
    const stream = openStream({
      address: () => `${PATH}/stream`,
      on: {
        execution: (data) => {
          current.current.take(data as Execution);
          onNews();
        },
      },
      onReopen: () => {
        look();
        onNews();
      },
    });
    const offBack = connection.onBack(() => {
      if (current.current.get().error) {
        current.current.again();
      }
    });
    return () => {
      clearTimeout(settled);
      stream.close();
      offBack();
    };
  }, [onNews]);
  return { feed, state: useSyncExternalStore(feed.subscribe, feed.get) };
}

function feedOf(filters: Filters, before: Kept | null): Feed {
  // "The last hour" is that before the list was opened; what comes later is in it anyhow.
  const period = periodOf(filters, Date.now());
  const question = { ...questionOf(filters), ...periodQuestionOf(period) };
  const source: Source = {
    load: (cursor, limit, signal) =>
      get<Page<Execution>>(PATH, { ...question, cursor, limit }, signal),
    belongs: (row) => {
      if (!isAskedFor(row, filters, period)) {
        return false;
      }
      return filters.label ? "ask" : true;
    },
  };
  return new Feed(source, before && { rows: before.rows, next: before.next });
}
