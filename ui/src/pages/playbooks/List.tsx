import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { PlaybookLine } from "../../api/types";
import { useNarrow } from "../../parts/useNarrow";
import { type Read, useReading } from "../../parts/useReading";
import { Line } from "./Line";
import styles from "./Playbooks.module.css";

const COLUMNS = [
  { title: "Playbook", look: "playbook" },
  { title: "Runs", look: "runs" },
  { title: "Last run", look: "ran" },
  { title: "Success", look: "success" },
  { title: "p50", look: "p50" },
  { title: "Steps", look: "steps" },
  { title: "Version", look: "version" },
  { title: "Updated", look: "updated" },
];
const HEIGHT = 52;
const HEIGHT_NARROW = 94;
const HEAD = 34;
/** Below this there is too little room for columns side by side. */
const NARROW = 640;
const OVERSCAN = 6;
const AHEAD = 30;
const TOP = 4;

interface ListProps {
  lines: PlaybookLine[];
  read: Read;
  /** Hears which paths are in sight. */
  onSeen: (paths: string[]) => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
  onRun: (path: string) => void;
  onLabel: (label: string) => void;
}

/** The playbooks, of which only those in sight are drawn. */
export function List(props: ListProps) {
  const { lines, read, onSeen, hasMore, isLoadingMore, onMore, onRun, onLabel } = props;
  const frame = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow(frame, NARROW);
  const height = isNarrow ? HEIGHT_NARROW : HEIGHT;
  const head = isNarrow ? 0 : HEAD;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollPaddingStart: head,
    scrollMargin: head,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights are other places for all rows.
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useReading(frame, read, (virtual.scrollOffset ?? 0) > TOP);
  useEffect(
    () => onSeen(lines.slice(first, last + 1).map(({ path }) => path)),
    [onSeen, lines, first, last],
  );
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= lines.length - AHEAD) {
      onMore();
    }
  }, [hasMore, isLoadingMore, last, lines.length, onMore]);
  return (
    <section
      ref={frame}
      className={`${styles.frame} ${isNarrow ? styles.narrow : ""}`}
      aria-label="Playbooks"
    >
      {/* biome-ignore lint/a11y/noRedundantRoles: as its parts are laid out as a grid, browsers forget that it is one. */}
      <table role="table" className={styles.table} aria-rowcount={hasMore ? -1 : lines.length + 1}>
        <thead className={styles.headGroup}>
          <tr aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
            {COLUMNS.map(({ title, look }) => (
              <th key={title} scope="col" className={styles[look]}>
                {title}
              </th>
            ))}
            <th scope="col" className={styles.actions}>
              <span className="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const line = lines[index];
            return (
              line && (
                <Line
                  key={line.path}
                  line={line}
                  index={index}
                  top={start - head}
                  height={height}
                  isNarrow={isNarrow}
                  onRun={onRun}
                  onLabel={onLabel}
                />
              )
            );
          })}
        </tbody>
      </table>
      {hasMore && <p className={styles.foot}>Loading more ...</p>}
    </section>
  );
}
