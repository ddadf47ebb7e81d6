import { CircleDot, Hourglass, Layers } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";
import type { ExecutionDetail } from "../../api/types";
import type { History } from "../../history/model";
import { Hint } from "../../parts/Hint";
import { exact, span } from "../../parts/time";
import { useAddress } from "./address";
import { useServerNow } from "./clock";
import styles from "./Execution.module.css";
import { doing } from "./now";

/** So many are named; the rest is counted. */
const NAMED = 4;

/** What it does at this moment, and what it waits for. */
export function Doings({ detail, history }: { detail: ExecutionDetail; history: History }) {
  const now = useServerNow(detail);
  const { running, waiting, queued } = useMemo(() => doing(detail, history), [detail, history]);
  if (running.length + waiting.length + queued.length === 0) {
    return null;
  }
  return (
    <ul className={styles.doings} aria-label="At this moment">
      {running.length > 0 && (
        <Line icon={<CircleDot size={14} aria-hidden className={styles.running} />} word="At work">
          <Named items={running} name={(it) => it} />
        </Line>
      )}
      {waiting.length > 0 && (
        <Line icon={<Hourglass size={14} aria-hidden className={styles.waiting} />} word="Waiting">
          <Named items={waiting} name={(it) => it.step}>
            {({ kind, until }) => (
              <Hint text={exact(new Date(until).toISOString())}>
                <span className="soft">
                  {kind === "retry" ? "next attempt " : ""}
                  {until > now ? `due in ${span(Math.ceil((until - now) / 1000))}` : "due now"}
                </span>
              </Hint>
            )}
          </Named>
        </Line>
      )}
      {queued.map(({ pool, steps }) => (
        <Line
          key={pool}
          icon={<Layers size={14} aria-hidden className={styles.waiting} />}
          word="Queued"
        >
          <Named items={steps} name={(it) => it} />
          <span className="soft">
            no worker of pool {pool} has taken {steps.length === 1 ? "it" : "them"} yet (
            <Link to="/queue">queue</Link>)
          </span>
        </Line>
      ))}
    </ul>
  );
}

function Line({ icon, word, children }: { icon: ReactNode; word: string; children: ReactNode }) {
  return (
    <li>
      {icon}
      <span className="soft">{word}</span>
      {children}
    </li>
  );
}

function Named<T>({
  items,
  name,
  children,
}: {
  items: T[];
  name: (item: T) => string;
  children?: (item: T) => ReactNode;
}) {
  const { choose } = useAddress();
  return (
    <>
      {items.slice(0, NAMED).map((item) => (
        <span key={name(item)} className={styles.doing}>
          <button type="button" className={styles.link} onClick={() => choose(name(item))}>
            {name(item)}
          </button>
          {children?.(item)}
        </span>
      ))}
      {items.length > NAMED && <span className="soft">and {items.length - NAMED} more</span>}
    </>
  );
}
