import { Activity, GitBranch, MoreHorizontal, Play, SquarePen } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { Link, useNavigate } from "react-router";
import type { PlaybookLine } from "../../api/types";
import { to } from "../../app/paths";
import { useMay } from "../../app/session";
import { IconButton } from "../../parts/Button";
import { Hint } from "../../parts/Hint";
import { labelTexts } from "../../parts/labels";
import { Menu } from "../../parts/Menu";
import { Time } from "../../parts/Time";
import { span } from "../../parts/time";
import { percent, toneOf } from "../../run/figures";
import { RunStrip } from "../../run/RunStrip";
import styles from "./Playbooks.module.css";

interface LineProps {
  line: PlaybookLine;
  index: number;
  top: number;
  height: number;
  isNarrow: boolean;
  onRun: (path: string) => void;
  onLabel: (label: string) => void;
}

const LABELS_MAX = 3;

/** One playbook in the list. */
export const Line = memo(function Line(props: LineProps) {
  const { line, index, top, height, isNarrow, onRun, onLabel } = props;
  const { path, runs } = line;
  const last = runs?.last[0];
  const navigate = useNavigate();
  const open = (event: MouseEvent<HTMLElement>) => {
    const onControl = (event.target as Element).closest("a, button");
    // What happens in a menu of the row is not meant for the row.
    const isInside = event.currentTarget.contains(event.target as Node);
    if (!onControl && isInside && event.button === 0 && !String(getSelection())) {
      navigate(to.playbook(path));
    }
  };
  return (
    <tr
      aria-rowindex={index + 2}
      className={`${styles.row} ${styles.line} ${isNarrow ? styles.card : ""}`}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={open}
    >
      <td className={styles.playbook}>
        <Name line={line} onLabel={onLabel} />
      </td>
      <td className={styles.runs}>{runs ? <RunStrip last={runs.last} /> : null}</td>
      <td className={styles.ran}>{last && <Time at={last.start_time} />}</td>
      <td className={styles.success}>
        {typeof runs?.success_rate === "number" && (
          <span
            // What somebody cancelled is no failure.
            className={
              runs.failed > 0 || runs.cancelled === 0 ? styles[toneOf(runs.success_rate)] : ""
            }
            title={`${runs.completed} of ${runs.completed + runs.failed + runs.cancelled} completed`}
          >
            {percent(runs.success_rate)}
          </span>
        )}
      </td>
      <td className={styles.p50}>
        {typeof runs?.p50_seconds === "number" && span(runs.p50_seconds)}
      </td>
      <td className={styles.steps}>{line.tasks_count}</td>
      <td className={styles.version}>v{line.version}</td>
      <td className={styles.updated}>
        <Time at={line.updated_at} />
      </td>
      <td className={styles.actions}>
        <Actions line={line} onRun={onRun} />
      </td>
    </tr>
  );
});

function Name({ line, onLabel }: { line: PlaybookLine; onLabel: (label: string) => void }) {
  const { path, name, description, status } = line;
  const labels = labelTexts(line);
  return (
    <>
      <div className={styles.name}>
        <Link to={to.playbook(path)} className="cut" title={path}>
          {path}
        </Link>
        {status !== "active" && <span className={styles.state}>{status}</span>}
        {labels.slice(0, LABELS_MAX).map((label) => (
          <button
            key={label}
            type="button"
            className={styles.label}
            title={`Only playbooks with ${label}`}
            onClick={() => onLabel(label)}
          >
            {label}
          </button>
        ))}
        {labels.length > LABELS_MAX && (
          <Hint text={labels.slice(LABELS_MAX).join("\n")}>
            <span className="soft">+{labels.length - LABELS_MAX}</span>
          </Hint>
        )}
      </div>
      <div className={`cut ${styles.description}`} title={description ?? undefined}>
        {description || (path.endsWith(name) ? "" : name)}
      </div>
    </>
  );
}

function Actions({ line: { path }, onRun }: { line: PlaybookLine; onRun: (path: string) => void }) {
  const navigate = useNavigate();
  const mayRun = useMay("operate");
  return (
    <>
      <IconButton
        icon={Play}
        label={mayRun ? `Run ${path}` : "Your role may look, but not run anything"}
        disabled={!mayRun}
        onClick={() => onRun(path)}
      />
      <Menu
        trigger={<IconButton icon={MoreHorizontal} label={`More about ${path}`} />}
        items={[
          {
            label: mayRun ? "Edit" : "Open in the editor",
            icon: SquarePen,
            onSelect: () => navigate(to.editor(path)),
          },
          {
            label: "Graph",
            icon: GitBranch,
            onSelect: () => navigate(`${to.playbook(path)}?tab=graph`),
          },
          { label: "Executions", icon: Activity, onSelect: () => navigate(to.executionsOf(path)) },
        ]}
      />
    </>
  );
}
