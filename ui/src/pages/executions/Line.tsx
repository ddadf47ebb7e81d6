import { CornerDownRight, Play, RotateCcw } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { Link } from "react-router";
import { to } from "../../app/paths";
import { Meter } from "../../parts/Figures";
import { Hint } from "../../parts/Hint";
import { StatusBadge } from "../../parts/StatusBadge";
import { Span, Time } from "../../parts/Time";
import styles from "./Row.module.css";
import { isActive, type Row } from "./row";

interface LineProps {
  row: Row;
  index: number;
  top: number;
  height: number;
  isNarrow: boolean;
  isCurrent: boolean;
  isChosen: boolean;
  isFresh: boolean;
  canChoose: boolean;
  onChoose: (id: string, isRange: boolean) => void;
  onOpen: (id: string) => void;
}

const ERROR_MAX = 600;

/** One execution in the list. */
export const Line = memo(function Line(props: LineProps) {
  const { row, isNarrow, isCurrent, isChosen, isFresh, onChoose, onOpen } = props;
  const clicked = (event: MouseEvent<HTMLElement>) => {
    const onControl = (event.target as Element).closest("a, button, input, label");
    if (onControl || event.button !== 0 || String(getSelection())) {
      return;
    }
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      onChoose(row.id, event.shiftKey);
    } else {
      onOpen(row.id);
    }
  };
  const looks = [
    styles.row,
    isNarrow ? styles.card : styles.line,
    isCurrent ? styles.current : "",
    isChosen ? styles.chosen : "",
    isFresh ? styles.fresh : "",
  ];
  return (
    <tr
      id={`row-${row.id}`}
      aria-rowindex={props.index + 2}
      aria-selected={isChosen}
      data-current={isCurrent || undefined}
      className={looks.join(" ")}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      onClick={clicked}
    >
      <td className={styles.check}>
        {props.canChoose && (
          <label>
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isChosen}
              aria-label={`Select ${row.path}, ${row.id}`}
              onChange={() => undefined}
              onClick={(event) => onChoose(row.id, event.shiftKey)}
            />
          </label>
        )}
      </td>
      <td className={styles.status}>
        <StatusBadge status={row.status} />
      </td>
      <td className={styles.playbook}>
        <div className={styles.name}>
          <Link to={to.execution(row.id)} tabIndex={-1} className="cut" title={row.path}>
            {row.path}
          </Link>
          <span className={styles.version}>v{row.version}</span>
        </div>
        {row.error && (
          <Hint text={row.error.slice(0, ERROR_MAX)}>
            <div className={`cut ${row.status === "FAILED" ? styles.error : styles.reason}`}>
              {row.error.slice(0, ERROR_MAX)}
            </div>
          </Hint>
        )}
      </td>
      <td className={styles.id}>{row.id}</td>
      <td className={styles.started}>
        <Time at={row.start} />
      </td>
      <td className={styles.duration}>
        <Span from={row.start} until={row.end} />
      </td>
      <td className={`${styles.progress} ${isActive(row) ? "" : styles.over}`}>
        {isActive(row) && <Meter value={row.progress} label={`Progress of ${row.path}`} />}
        <span>{row.progress} %</span>
      </td>
      <td className={styles.trigger}>
        <Trigger row={row} />
      </td>
    </tr>
  );
});

function Trigger({ row }: { row: Row }) {
  if (row.retryOf) {
    return <Origin icon={RotateCcw} word="Retry of" id={row.retryOf} />;
  }
  if (row.parent) {
    return <Origin icon={CornerDownRight} word="Child of" id={row.parent} />;
  }
  return (
    <span className={`${styles.origin} ${styles.plain}`}>
      <Play size={13} aria-hidden />
      Started
    </span>
  );
}

const SHORT = 6;

function Origin({ icon: Icon, word, id }: { icon: typeof Play; word: string; id: string }) {
  return (
    <Hint text={`${word} ${id}`}>
      <Link to={to.execution(id)} tabIndex={-1} className={styles.origin}>
        <Icon size={13} aria-hidden />
        {word} …{id.slice(-SHORT)}
      </Link>
    </Hint>
  );
}
