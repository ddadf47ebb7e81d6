import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate, useNavigationType } from "react-router";
import { useMay } from "../../app/session";
import { Button } from "../../parts/Button";
import { Page } from "../../parts/Page";
import { Bulk } from "./Bulk";
import { Filters } from "./Filters";
import { isNarrowed, type Filters as Narrowing } from "./filters";
import { Histogram, useRoom } from "./Histogram";
import histogram from "./Histogram.module.css";
import { type Kept, keep, recalled } from "./kept";
import { List } from "./List";
import styles from "./List.module.css";
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
  const before = useBefore(filters);
  const { feed, state } = useFeed(filters, before, outcomes.onNews);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const mayOperate = useMay("operate");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen in one list may not be in another.
  useEffect(() => setSelection(NOTHING), [feed]);
  const isEmpty = state.rows.length === 0 && !state.isLoading && !state.error;
  const hasNothing = isEmpty && !isNarrowed(filters);
  return (
    <Page title="Executions" isFull actions={mayOperate && <RunSome />}>
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
        before={before}
        onLeave={(list) => keep(filters, list)}
        hasNothing={hasNothing}
        empty={hasNothing ? <NoneAtAll /> : <NoneSuch onClear={clear} />}
      >
        <Bulk feed={feed} state={state} selection={selection} onSelect={setSelection} />
      </List>
    </Page>
  );
}

function RunSome() {
  const navigate = useNavigate();
  return (
    <Button icon={Play} onClick={() => void navigate("/playbooks")}>
      <span>
        Run<span className={styles.more}> a playbook</span>
      </span>
    </Button>
  );
}

/** The list as it was left, for who goes back to it; who comes another way begins anew. */
function useBefore(filters: Narrowing): Kept | null {
  const isBack = useNavigationType() === "POP";
  const [first] = useState(() => ({ filters, list: isBack ? recalled(filters) : null }));
  return filters === first.filters ? first.list : null;
}
