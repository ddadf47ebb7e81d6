import { ChevronsDownUp, Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { type ExecutionDetail, isOver } from "../../../api/types";
import type { History } from "../../../history/model";
import { IconButton } from "../../../parts/Button";
import { Empty } from "../../../parts/Notes";
import { useServerNow } from "../clock";
import { doing } from "../now";
import { Chart } from "./Chart";
import { Key } from "./Key";
import { rowsOf } from "./rows";
import { whole } from "./scale";
import styles from "./Timeline.module.css";

/** While it runs, the present moves this often, in ms. */
const BEAT = 250;

/** When each step ran, waited and tried again. */
export function TimelineTab({ detail, history }: { detail: ExecutionDetail; history: History }) {
  const isLive = !isOver(detail.status);
  const now = useServerNow(detail, BEAT);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(history, open), [history, open]);
  const dues = useMemo(
    () => new Map(doing(detail, history).waiting.map(({ step, until }) => [step, until])),
    [detail, history],
  );
  const start = history.start ?? Date.parse(detail.start_time);
  const end = history.end ?? now;
  const last = Math.max(end, ...dues.values());
  const bounds = useMemo(() => whole(start, end, last), [start, end, last]);
  const toggle = useCallback((key: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) {
        after.add(key);
      }
      return after;
    });
  }, []);
  if (rows.length === 0) {
    return (
      <Empty title="No step has begun yet">
        {isLive ? "Steps appear here as they begin." : "It ended before a step began."}
      </Empty>
    );
  }
  return (
    <Chart
      rows={rows}
      history={history}
      bounds={bounds}
      dues={dues}
      start={start}
      now={end}
      isLive={isLive && history.end === null}
      onToggle={toggle}
      tools={({ zoom, fit, isWhole, factor }) => (
        <div className={styles.tools}>
          <IconButton icon={ZoomIn} label="Nearer (+)" onClick={() => zoom(factor)} />
          <IconButton
            icon={ZoomOut}
            label="Farther (-)"
            disabled={isWhole}
            onClick={() => zoom(1 / factor)}
          />
          <IconButton icon={Maximize2} label="All of it (0)" disabled={isWhole} onClick={fit} />
          {open.size > 0 && (
            <IconButton
              icon={ChevronsDownUp}
              label="Close all lines"
              onClick={() => setOpen(new Set())}
            />
          )}
          <span className={styles.help}>Ctrl + wheel zooms, dragging moves</span>
          <Key />
        </div>
      )}
    />
  );
}
