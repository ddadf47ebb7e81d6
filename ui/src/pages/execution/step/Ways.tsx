import { ArrowRight, CircleDashed, CornerDownRight, X } from "lucide-react";
import { useState } from "react";
import type { Transition } from "../../../api/types";
import { bare } from "../../../graph/label";
import { useAddress } from "../address";
import { preview } from "../preview";
import styles from "./Step.module.css";
import type { Way } from "./ways";

const VALUE = 120;
const SHOWN = 12;

/** Edges in words: where from or to, whether taken, the condition and what it saw. */
export function Ways({ ways, isOver, none }: { ways: Way[]; isOver: boolean; none: string }) {
  const [isWhole, setWhole] = useState(false);
  if (ways.length === 0) {
    return <p className="soft">{none}</p>;
  }
  const shown = isWhole ? ways : ways.slice(0, SHOWN);
  return (
    <ul className={styles.ways}>
      {shown.map((way) => (
        <li key={way.key}>
          <Mark way={way} />
          <div>
            <Title way={way} isOver={isOver} />
            {way.condition && way.condition !== "else" && (
              <code className={styles.condition}>{bare(way.condition)}</code>
            )}
            {way.judged && way.condition && way.condition !== "else" && (
              <div className="soft">
                was <code>{preview(way.judged.value ?? null, VALUE).text}</code>
                {isTelling(way.judged) && `: ${way.judged.why}`}
              </div>
            )}
            {way.note && <div className="soft">{way.note}</div>}
            {way.judged && (!way.condition || way.condition === "else") && way.judged.why && (
              <div className="soft">{way.judged.why}</div>
            )}
          </div>
        </li>
      ))}
      {shown.length < ways.length && (
        <li>
          <span />
          <button type="button" className={styles.link} onClick={() => setWhole(true)}>
            {(ways.length - shown.length).toLocaleString("en")} more
          </button>
        </li>
      )}
    </ul>
  );
}

/** Whether the reason says more than the value beside it. */
function isTelling({ taken, value, why }: Transition): boolean {
  return Boolean(why) && !taken && why !== `it is ${JSON.stringify(value)}`;
}

function Title({ way, isOver }: { way: Way; isOver: boolean }) {
  const { choose } = useAddress();
  const often = way.taken + way.notTaken;
  return (
    <div className={styles.line}>
      <button type="button" className={styles.link} onClick={() => choose(way.other)}>
        {way.other}
      </button>
      {way.visit !== undefined && <span className="soft numbers">visit {way.visit}</span>}
      {way.kind === "error" && <span className={styles.onError}>on error</span>}
      {way.condition === "else" && <span className="soft">else</span>}
      <span className={`soft ${styles.right}`}>
        {wordOf(way, isOver)}
        {often > 1 && ` (${way.taken} of ${often} times)`}
      </span>
    </div>
  );
}

function wordOf({ judged, taken, isBefore }: Way, isOver: boolean): string {
  if (isBefore) {
    return "judged in the execution before";
  }
  if (!judged) {
    return isOver ? "never judged" : "not judged yet";
  }
  if (judged.swallowed) {
    return "taken, joined already";
  }
  return taken > 0 ? "taken" : "not taken";
}

function Mark({ way }: { way: Way }) {
  if (!way.judged) {
    return <CircleDashed size={14} aria-hidden className={styles.unjudged} />;
  }
  if (way.taken === 0) {
    return <X size={14} aria-hidden className={styles.notTaken} />;
  }
  const Icon = way.kind === "error" ? CornerDownRight : ArrowRight;
  return <Icon size={14} aria-hidden className={styles.taken} />;
}
