import { ChevronRight, SquareArrowOutUpRight } from "lucide-react";
import { memo } from "react";
import { Link } from "react-router";
import { to } from "../../../app/paths";
import { StatusIcon } from "../../../parts/StatusBadge";
import type { Bar } from "./draw";
import { Lane } from "./Lane";
import type { Row } from "./rows";
import type { View } from "./scale";
import styles from "./Timeline.module.css";

interface Props {
  row: Row;
  index: number;
  view: View;
  width: number;
  now: number;
  due: number | null;
  label: string;
  isChosen: boolean;
  onChoose: (step: string) => void;
  onToggle: (key: string) => void;
  onFocus: (index: number, name: HTMLElement) => void;
  onBlur: () => void;
  onPoint: (row: Row, bar: Bar | null, x: number, y: number) => void;
}

/** A line of the timeline: its name, which chooses the step, and its lane. */
export const LineRow = memo(function LineRow(props: Props) {
  const { row, index, isChosen, onChoose, onToggle, onFocus, onPoint } = props;
  return (
    <div className={`${styles.row} ${isChosen ? styles.chosen : ""}`}>
      <div className={styles.name} data-depth={row.depth}>
        {row.canOpen ? (
          <button
            type="button"
            className={styles.toggle}
            tabIndex={-1}
            aria-expanded={row.isOpen}
            aria-label={`${row.label}: ${row.isOpen ? "close" : "open"}`}
            onClick={() => onToggle(row.key)}
          >
            <ChevronRight size={13} aria-hidden className={row.isOpen ? styles.opened : ""} />
          </button>
        ) : (
          <span className={styles.noToggle} />
        )}
        <button
          type="button"
          className={styles.label}
          data-row={index}
          tabIndex={-1}
          aria-pressed={isChosen}
          aria-label={props.label}
          onFocus={(event) => onFocus(index, event.currentTarget)}
          onBlur={props.onBlur}
          onClick={() => onChoose(row.step)}
        >
          <StatusIcon status={props.due === null ? row.status : "WAITING"} size={13} />
          <span className="cut" title={row.label}>
            {row.label}
          </span>
          {row.note && <span className={styles.note}>{row.note}</span>}
        </button>
        {row.child && (
          <Link
            className={styles.child}
            to={to.execution(row.child)}
            title={`Execution ${row.child}`}
            aria-label={`${row.label}: go to its execution ${row.child}`}
          >
            <SquareArrowOutUpRight size={13} aria-hidden />
          </Link>
        )}
      </div>
      <Lane
        row={row}
        view={props.view}
        width={props.width}
        now={props.now}
        due={props.due}
        onChoose={() => onChoose(row.step)}
        onPoint={(bar, x, y) => onPoint(row, bar, x, y)}
      />
    </div>
  );
});
