import { useEffect, useMemo } from "react";
import type { ExecutionDetail } from "../../api/types";
import type { HistoryOfExecution } from "../../history/useHistory";
import { Hint } from "../../parts/Hint";
import { ErrorNote } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Tabs } from "../../parts/Tabs";
import { Actions } from "./Actions";
import { KEYS, useAddress } from "./address";
import styles from "./Execution.module.css";
import { EventsTab } from "./events/EventsTab";
import { Facts } from "./Facts";
import { Failure } from "./Failure";
import { Heading } from "./Heading";
import { Values } from "./Values";

interface Props {
  detail: ExecutionDetail;
  execution: HistoryOfExecution;
}

export function Whole({ detail, execution }: Props) {
  const { tab, setTab } = useAddress();
  useKeys(setTab);
  const { history, error, isCut } = execution;
  const tabs = useMemo(
    () => [
      {
        value: "events",
        label: <Label name="Events" letter="e" count={history.events.length} />,
        content: <EventsTab detail={detail} history={history} isComplete={execution.isComplete} />,
      },
    ],
    [detail, history, execution.isComplete],
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
        <Tabs tabs={tabs} value={tab} onChange={setTab} label="Views of the execution" />
      </div>
    </Page>
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
