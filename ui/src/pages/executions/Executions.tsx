import { useCallback, useState } from "react";
import { useMay } from "../../app/session";
import { Page } from "../../parts/Page";
import { Filters } from "./Filters";
import { isNarrowed } from "./filters";
import { List } from "./List";
import { NoneAtAll, NoneSuch } from "./None";
import { NOTHING, type Selection } from "./selection";
import { useFeed } from "./useFeed";
import { useFilters } from "./useFilters";

/** What runs and what ran: narrowed by filters, live, as long as the store goes back. */
export default function Executions() {
  const { filters, narrow, clear } = useFilters();
  const onNews = useCallback(() => undefined, []);
  const { feed, state } = useFeed(filters, onNews);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const mayOperate = useMay("operate");
  return (
    <Page title="Executions" isFull>
      <Filters filters={filters} onNarrow={narrow} onClear={clear} />
      <List
        feed={feed}
        state={state}
        selection={selection}
        onSelect={setSelection}
        canChoose={mayOperate}
        empty={isNarrowed(filters) ? <NoneSuch onClear={clear} /> : <NoneAtAll />}
      />
    </Page>
  );
}
