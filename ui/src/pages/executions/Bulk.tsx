import { Ban, Pause, Play, RotateCcw, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { post } from "../../api/client";
import { Keys } from "../../api/keys";
import { Button, IconButton } from "../../parts/Button";
import { Confirm } from "../../parts/Dialog";
import { Meter } from "../../parts/Figures";
import { tell } from "../../parts/toasts";
import styles from "./Bulk.module.css";
import { each, failedOf, type Progress, takes, VERBS, type Verb } from "./bulk";
import type { Feed, FeedState } from "./feed";
import { indexOf } from "./rows";
import { all, NOTHING, type Selection } from "./selection";

const BUTTONS: { verb: Verb; icon: typeof Ban; isDanger?: boolean }[] = [
  { verb: "cancel", icon: Ban, isDanger: true },
  { verb: "pause", icon: Pause },
  { verb: "resume", icon: Play },
  { verb: "retry", icon: RotateCcw },
];

interface BulkProps {
  feed: Feed;
  state: FeedState;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** What can be done with the chosen rows, how far that is, and what came of it. */
export function Bulk({ feed, state, selection, onSelect }: BulkProps) {
  const { rows, next } = state;
  const [progress, setProgress] = useState<Progress | null>(null);
  const [asked, setAsked] = useState<Verb | null>(null);
  const stop = useRef(new AbortController());
  const [keys] = useState(() => new Keys());
  const chosen = useMemo(
    () => [...selection.ids].flatMap((id) => rows[indexOf(rows, id)] ?? []),
    [rows, selection.ids],
  );
  const isHere = useHere();
  const able = (verb: Verb) => chosen.filter(({ status }) => takes(status, verb));
  const start = async (verb: Verb) => {
    setAsked(null);
    stop.current = new AbortController();
    const { signal } = stop.current;
    const ids = able(verb).map(({ id }) => id);
    onSelect(NOTHING);
    const act = async (id: string) => {
      // The other verbs may come twice; each retry is a new execution.
      await post(`/api/executions/${id}/${verb}`, {}, verb === "retry" ? keys.headers(id) : {});
      keys.done(id);
    };
    const last = await each(verb, ids, act, setProgress, signal);
    if (!isHere.current) {
      tell.done(saidOf(last));
    }
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
    verb === "cancel" || able(verb).length > 1 ? setAsked(verb) : void start(verb);
  return (
    <section className={styles.bulk} aria-label="Selected executions">
      <strong className="numbers" role="status">
        {selection.ids.size.toLocaleString("en")} selected
      </strong>
      <ChooseAll
        feed={feed}
        isOffered={next !== null && selection.ids.size >= rows.length}
        onSelect={onSelect}
      />
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
          onConfirm={() => void start(asked)}
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

/** Whether the part is still on the page. */
function useHere() {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}

/** Where what is shown is chosen, but the list goes on: reads it to its end and chooses all. */
function ChooseAll({
  feed,
  isOffered,
  onSelect,
}: {
  feed: Feed;
  isOffered: boolean;
  onSelect: (selection: Selection) => void;
}) {
  const [isReading, setReading] = useState(false);
  const isHere = useHere();
  const read = async () => {
    setReading(true);
    while ((await feed.more()) && isHere.current) {
      onSelect(all(feed.get().rows));
    }
    setReading(false);
  };
  if (!isOffered && !isReading) {
    return null;
  }
  return (
    <Button look="quiet" isBusy={isReading} onClick={() => void read()}>
      {isReading ? "Reading the list ..." : "Select the whole list"}
    </Button>
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

/** What came of it, in a line. */
function saidOf(progress: Progress): string {
  const { verb, count, done, isStopped } = progress;
  const failed = failedOf(progress);
  const rest = count - done - failed;
  const parts = [`${many(done)} ${VERBS[verb].done}`];
  if (failed > 0) {
    parts.push(`${failed.toLocaleString("en")} not`);
  }
  if (isStopped && rest > 0) {
    parts.push(`${rest.toLocaleString("en")} left out, as it was stopped`);
  }
  return parts.join(", ");
}

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
  const { verb, count, done, failures, isOver } = progress;
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
  return (
    <section className={styles.bulk} aria-label="Result">
      <div className={styles.result} role="status">
        <strong>{saidOf(progress)}</strong>
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
