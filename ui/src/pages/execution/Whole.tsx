import { useEffect, useMemo } from "react";
import type { ExecutionDetail } from "../../api/types";
import { useGraph } from "../../graph/useGraph";
import type { HistoryOfExecution } from "../../history/useHistory";
import { Hint } from "../../parts/Hint";
import { ErrorNote } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Tabs } from "../../parts/Tabs";
import { Actions } from "./Actions";
import { KEYS, useAddress } from "./address";
import { Beside } from "./Beside";
import styles from "./Execution.module.css";
import { EventsTab } from "./events/EventsTab";
import { Facts } from "./Facts";
import { Failure } from "./Failure";
import { GraphTab } from "./GraphTab";
import { Heading } from "./Heading";
import { LogsTab } from "./logs/LogsTab";
import { TimelineTab } from "./timeline/TimelineTab";
import { Values } from "./Values";
import { Why } from "./Why";

interface Props {
  detail: ExecutionDetail;
  execution: HistoryOfExecution;
}

export function Whole({ detail, execution }: Props) {
  const { tab, step, setTab } = useAddress();
  useKeys(setTab);
  const { history, error, isCut } = execution;
  const { data: graph, error: graphError, refetch } = useGraph(detail.path, detail.version);
  const tabs = useMemo(
    () => [
      {
        value: "graph",
        label: <Label name="Graph" letter="g" />,
        content: (
          <Beside detail={detail} history={history} graph={graph}>
            <GraphTab
              detail={detail}
              history={history}
              graph={graph}
              error={graphError}
              onRetry={() => void refetch()}
            />
          </Beside>
        ),
      },
      {
        value: "timeline",
        label: <Label name="Timeline" letter="t" />,
        content: (
          <Beside detail={detail} history={history} graph={graph}>
            <TimelineTab detail={detail} history={history} />
          </Beside>
        ),
      },
      {
        value: "events",
        label: <Label name="Events" letter="e" count={history.events.length} />,
        content: <EventsTab detail={detail} history={history} isComplete={execution.isComplete} />,
      },
      {
        value: "logs",
        label: <Label name="Logs" letter="l" />,
        content: <LogsTab detail={detail} history={history} />,
      },
      {
        value: "why",
        label: <Label name="Why" letter="w" />,
        content: <Why id={detail.execution_id} step={step ?? undefined} />,
      },
    ],
    [detail, history, execution.isComplete, graph, graphError, refetch, step],
  );
  return (
    <Page
      isFull
      title={`${detail.playbook_name} · ${detail.status.toLowerCase()}`}
      heading={<Heading detail={detail} />}
      actions={<Actions detail={detail} history={history} />}
    >
      <Facts detail={detail} history={history} />
      <Failure detail={detail} />
      <Values detail={detail} history={history} />
      {error && <ErrorNote error={error} />}
      {isCut && (
        <p className="soft">
          This page shows the first {history.events.length.toLocaleString("en")} events. The
          download has all of them.
        </p>
      )}
      <div className={styles.tabs}>
        <Tabs
          tabs={tabs}
          value={tab}
          onChange={setTab}
          label="Views of the execution"
          aside={
            execution.isComplete || error ? undefined : (
              <Reading read={history.events.length} all={detail.events_count} />
            )
          }
        />
      </div>
    </Page>
  );
}

/** Until the whole history is read, what is shown is not all. */
function Reading({ read, all }: { read: number; all: number }) {
  return (
    <span className={styles.reading} role="status">
      Reading events, {Math.min(99, Math.floor((100 * read) / Math.max(1, all)))} %
    </span>
  );
}

function Label({ name, letter, count }: { name: string; letter: string; count?: number }) {
  return (
    <Hint text={`Key: ${letter}`}>
      <span>
        {name}
        {count !== undefined && <span className={styles.count}>{count.toLocaleString("en")}</span>}
      </span>
    </Hint>
  );
}

/** A letter goes to a tab, unless somebody types or a dialog is open. */
function useKeys(setTab: (tab: string) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const tab = KEYS[event.key];
      if (!tab || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) {
        return;
      }
      event.preventDefault();
      setTab(tab);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [setTab]);
}

function isElsewhere(target: EventTarget | null): boolean {
  return (
    (target instanceof HTMLElement &&
      (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))) ||
    document.querySelector('[role="dialog"], [role="menu"]') !== null
  );
}
