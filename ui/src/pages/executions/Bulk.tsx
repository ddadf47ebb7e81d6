import { Ban, Pause, Play, RotateCcw, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { post } from "../../api/client";
import { Button, IconButton } from "../../parts/Button";
import { Confirm } from "../../parts/Dialog";
import { Meter } from "../../parts/Figures";
import styles from "./Bulk.module.css";
import { each, failedOf, type Progress, takes, VERBS, type Verb } from "./bulk";
import type { Row } from "./row";
import { indexOf } from "./rows";
import { NOTHING, type Selection } from "./selection";

const BUTTONS: { verb: Verb; icon: typeof Ban; isDanger?: boolean }[] = [
  { verb: "cancel", icon: Ban, isDanger: true },
  { verb: "pause", icon: Pause },
  { verb: "resume", icon: Play },
  { verb: "retry", icon: RotateCcw },
];

interface BulkProps {
  rows: Row[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** What can be done with the chosen rows, how far that is, and what came of it. */
export function Bulk({ rows, selection, onSelect }: BulkProps) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [asked, setAsked] = useState<Verb | null>(null);
  const stop = useRef(new AbortController());
  const chosen = useMemo(
    () => [...selection.ids].flatMap((id) => rows[indexOf(rows, id)] ?? []),
    [rows, selection.ids],
  );
  const able = (verb: Verb) => chosen.filter(({ status }) => takes(status, verb));
  const start = (verb: Verb) => {
    setAsked(null);
    stop.current = new AbortController();
    const ids = able(verb).map(({ id }) => id);
    void each(
      verb,
      ids,
      (id) => post(`/api/executions/${id}/${verb}`),
      setProgress,
      stop.current.signal,
    );
    onSelect(NOTHING);
  };
  if (progress) {
    return (
      <Came
        progress={progress}
        onStop={() => stop.current.abort()}
        onClose={() => setProgress(null)}
      />
    );
  }
  if (selection.ids.size === 0) {
    return null;
  }
  const ask = (verb: Verb) =>
    verb === "cancel" || able(verb).length > 1 ? setAsked(verb) : start(verb);
  return (
    <section className={styles.bulk} aria-label="Selected executions">
      <strong className="numbers" role="status">
        {selection.ids.size.toLocaleString("en")} selected
      </strong>
      {BUTTONS.map(({ verb, icon, isDanger }) => {
        const count = able(verb).length;
        return (
          <Button
            key={verb}
            icon={icon}
            look={isDanger ? "danger" : "plain"}
            disabled={count === 0}
            title={count === 0 ? `None of them can be ${VERBS[verb].done}` : undefined}
            onClick={() => ask(verb)}
          >
            {VERBS[verb].label} {count > 0 && count.toLocaleString("en")}
          </Button>
        );
      })}
      <IconButton icon={X} label="Clear the selection" onClick={() => onSelect(NOTHING)} />
      {asked && (
        <Confirm
          isOpen
          title={`${VERBS[asked].label} ${many(able(asked).length)}?`}
          action={`${VERBS[asked].label} ${able(asked).length.toLocaleString("en")}`}
          isDanger={asked === "cancel"}
          onClose={() => setAsked(null)}
          onConfirm={() => start(asked)}
        >
          <p>{CONSEQUENCES[asked]}</p>
          {able(asked).length < chosen.length && (
            <p className="soft">
              The other {(chosen.length - able(asked).length).toLocaleString("en")} selected cannot
              be {VERBS[asked].done} as they stand, and are left alone.
            </p>
          )}
        </Confirm>
      )}
    </section>
  );
}

const CONSEQUENCES: Record<Verb, string> = {
  cancel: "What runs is stopped, and children are cancelled too. This cannot be taken back.",
  pause: "Nothing more of them begins; what runs goes on to its end.",
  resume: "They go on where they were paused.",
  retry: "Each begins again at what failed, as a new execution linked to the old one.",
};

const many = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "execution" : "executions"}`;

const REASONS = 4;

function Came({
  progress,
  onStop,
  onClose,
}: {
  progress: Progress;
  onStop: () => void;
  onClose: () => void;
}) {
  const { verb, count, done, failures, isOver, isStopped } = progress;
  const failed = failedOf(progress);
  if (!isOver) {
    return (
      <section className={styles.bulk} aria-label="Progress">
        <span role="status">
          {VERBS[verb].doing} {many(count)}
        </span>
        <div className={styles.meter}>
          <Meter value={((done + failed) / Math.max(1, count)) * 100} label={VERBS[verb].doing} />
        </div>
        <span className="numbers soft">
          {(done + failed).toLocaleString("en")} of {count.toLocaleString("en")}
        </span>
        <Button onClick={onStop}>Stop</Button>
      </section>
    );
  }
  const rest = count - done - failed;
  return (
    <section className={styles.bulk} aria-label="Result">
      <div className={styles.result} role="status">
        <strong>
          {many(done)} {VERBS[verb].done}
          {failed > 0 && `, ${failed.toLocaleString("en")} not`}
          {isStopped && rest > 0 && `; ${rest.toLocaleString("en")} left out, as you stopped it`}
        </strong>
        {[...failures].slice(0, REASONS).map(([reason, times]) => (
          <div key={reason} className={styles.reason}>
            {times.toLocaleString("en")} × {reason}
          </div>
        ))}
        {failures.size > REASONS && (
          <div className={styles.reason}>and {failures.size - REASONS} other reasons</div>
        )}
      </div>
      <IconButton icon={X} label="Close" onClick={onClose} />
    </section>
  );
}
