import { ArrowDownToLine, ChevronDown, ChevronUp, Download, WrapText } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { type ExecutionDetail, isOver } from "../../../api/types";
import type { History } from "../../../history/model";
import { Button, IconButton } from "../../../parts/Button";
import { Copy } from "../../../parts/Copy";
import { download } from "../../../parts/files";
import { SearchInput } from "../../../parts/Inputs";
import { Empty, ErrorNote, Loading } from "../../../parts/Notes";
import { useAddress } from "../address";
import { StepSelect } from "../StepSelect";
import { useSieve } from "../sieve";
import { LogList } from "./LogList";
import styles from "./Logs.module.css";
import { type LogRow, ofStep, textOf } from "./lines";
import { useLogs } from "./useLogs";

/** What the steps printed: searched, followed, kept. */
export function LogsTab({ detail, history }: { detail: ExecutionDetail; history: History }) {
  const isLive = !isOver(detail.status);
  const { parameters, step, change } = useAddress();
  const text = parameters.get("find") ?? "";
  const isWrapped = parameters.get("wrap") !== "0";
  const logs = useLogs(detail.execution_id, isLive);
  const rows = useMemo(() => ofStep(logs.rows, step), [logs.rows, step]);
  const [isFollowing, setFollowing] = useState(isLive);
  const sought = text.trim().toLowerCase();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are looked through from the beginning.
  const test = useMemo(
    () =>
      sought
        ? (row: LogRow) => row.kind === "line" && row.text.toLowerCase().includes(sought)
        : null,
    [sought, step],
  );
  const { found, isDone } = useSieve(rows, test);
  const [place, setPlace] = useState(0);
  const matches = found?.length ?? 0;
  const current = matches > 0 ? Math.min(place, matches - 1) : -1;
  const move = (by: number) => {
    setFollowing(false);
    setPlace((current + by + matches) % Math.max(1, matches));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && matches > 0) {
      event.preventDefault();
      move(event.shiftKey ? -1 : 1);
    }
  };
  return (
    <div className={styles.tab}>
      <div className={styles.tools}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside. */}
        <div className={styles.find} onKeyDown={onKeyDown}>
          <SearchInput
            label="Search in the output"
            value={text}
            onChange={(it) => {
              setPlace(0);
              change({ find: it });
            }}
          />
          {sought && (
            <>
              <IconButton
                icon={ChevronUp}
                label="The one before (Shift Enter)"
                disabled={matches === 0}
                onClick={() => move(-1)}
              />
              <IconButton
                icon={ChevronDown}
                label="The next one (Enter)"
                disabled={matches === 0}
                onClick={() => move(1)}
              />
              <span className={styles.count} role="status">
                {matches === 0 && isDone
                  ? "not found"
                  : `${(current + 1).toLocaleString("en")} of ${matches.toLocaleString("en")} lines`}
              </span>
            </>
          )}
        </div>
        <StepSelect history={history} />
        <span className={styles.end}>
          {isLive && (
            <Button
              look="quiet"
              icon={ArrowDownToLine}
              aria-pressed={isFollowing}
              onClick={() => setFollowing(!isFollowing)}
            >
              Follow
            </Button>
          )}
          <Button
            look="quiet"
            icon={WrapText}
            aria-pressed={isWrapped}
            onClick={() => change({ wrap: isWrapped ? "0" : null })}
          >
            Wrap
          </Button>
          <Copy text={() => textOf(rows)} label="Copy what is shown" />
          <IconButton
            icon={Download}
            label="Download what is shown"
            onClick={() =>
              download(`execution-${detail.execution_id}.log`, [textOf(rows)], "text/plain")
            }
          />
        </span>
      </div>
      {logs.error !== null && <ErrorNote error={logs.error} />}
      {logs.isCut && (
        <p className="soft">
          It printed more than a page can show: <code>noetl logs {detail.execution_id}</code> has
          all of it.
        </p>
      )}
      {rows.length === 0 ? (
        <Nothing isComplete={logs.isComplete} isLive={isLive} step={step} />
      ) : (
        <LogList
          key={isWrapped ? "wrapped" : "plain"}
          rows={rows}
          start={Date.parse(detail.start_time)}
          longest={logs.longest}
          isWrapped={isWrapped}
          sought={sought}
          marked={current < 0 ? null : (found?.[current] ?? null)}
          isLive={isLive}
          isFollowing={isFollowing}
          onFollow={setFollowing}
        />
      )}
    </div>
  );
}

function Nothing({
  isComplete,
  isLive,
  step,
}: {
  isComplete: boolean;
  isLive: boolean;
  step: string | null;
}) {
  const { choose } = useAddress();
  if (!isComplete) {
    return <Loading label="Loading the output" />;
  }
  return (
    <Empty title={step ? `Step ${step} has printed nothing` : "Nothing has been printed"}>
      <p>
        What the code of a step prints shows up here{isLive ? ", as soon as it comes" : ""}:{" "}
        <code>print()</code> in Python, <code>echo</code> in a shell.
      </p>
      {step && <Button onClick={() => choose(null)}>Show all steps</Button>}
    </Empty>
  );
}
