import { useEffect, useState } from "react";
import { useMay } from "../../app/session";
import { Page } from "../../parts/Page";
import { Bulk } from "./Bulk";
import { Filters } from "./Filters";
import { isNarrowed } from "./filters";
import { Histogram, useRoom } from "./Histogram";
import histogram from "./Histogram.module.css";
import { List } from "./List";
import { NoneAtAll, NoneSuch } from "./None";
import { NOTHING, type Selection } from "./selection";
import { useFeed } from "./useFeed";
import { useFilters } from "./useFilters";
import { useHistogram } from "./useHistogram";

/** What runs and what ran: narrowed by filters, live, as far back as the store goes. */
export default function Executions() {
  const { filters, narrow, clear } = useFilters();
  const [bars, room] = useRoom();
  const outcomes = useHistogram(filters, bars);
  const { feed, state } = useFeed(filters, outcomes.onNews);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const mayOperate = useMay("operate");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen in one list may not be in another.
  useEffect(() => setSelection(NOTHING), [feed]);
  const isEmpty = state.rows.length === 0 && !state.isLoading && !state.error;
  const hasNothing = isEmpty && !isNarrowed(filters);
  return (
    <Page title="Executions" isFull>
      {!hasNothing && (
        <>
          {!outcomes.error && (
            <div ref={room} className={histogram.room}>
              {outcomes.histogram && (
                <Histogram histogram={outcomes.histogram} filters={filters} onNarrow={narrow} />
              )}
            </div>
          )}
          <Filters filters={filters} onNarrow={narrow} onClear={clear} />
        </>
      )}
      <List
        feed={feed}
        state={state}
        selection={selection}
        onSelect={setSelection}
        canChoose={mayOperate}
        empty={hasNothing ? <NoneAtAll /> : <NoneSuch onClear={clear} />}
      >
        <Bulk rows={state.rows} selection={selection} onSelect={setSelection} />
      </List>
    </Page>
  );
}
