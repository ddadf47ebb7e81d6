import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { to } from "../../../app/paths";
import type { Iteration, IteratorRun } from "../../../history/model";
import { Meter } from "../../../parts/Figures";
import { StatusIcon } from "../../../parts/StatusBadge";
import { span } from "../../../parts/time";
import { KeptValue } from "../KeptValue";
import { preview } from "../preview";
import styles from "./Iterations.module.css";
import { counted, SIEVES, type Sieve, sifted } from "./iterations";
import { JsonOf } from "./JsonOf";
import { Failed } from "./Trace";

const ROW = 30;
const PREVIEW = 80;

/** The iterations of a visit: how many there are, and each that is written. */
export function Iterations({ run }: { run: IteratorRun }) {
  const [sieve, setSieve] = useState<Sieve>("all");
  const [chosen, setChosen] = useState<number | null>(null);
  const counts = counted(run);
  const shown = useMemo(() => sifted(run, sieve), [run, sieve]);
  const one = chosen === null ? undefined : run.iterations[chosen];
  const done = run.succeeded + run.failed;
  return (
    <>
      <Meter
        value={counts.all > 0 ? (100 * done) / counts.all : 0}
        tone={run.failed > 0 ? "failed" : run.end === null ? "running" : "completed"}
        label={`${done} of ${counts.all} iterations`}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: these are no fields of a form. */}
      <div className={styles.sieves} role="group" aria-label="Which iterations">
        {SIEVES.map((it) => (
          <button key={it} type="button" aria-pressed={sieve === it} onClick={() => setSieve(it)}>
            {it} <span className="numbers">{counts[it].toLocaleString("en")}</span>
          </button>
        ))}
      </div>
      {shown.length > 0 && <List shown={shown} chosen={chosen} onChoose={setChosen} />}
      <Missing run={run} sieve={sieve} shown={shown.length} />
      {one && <One iteration={one} />}
    </>
  );
}

/** With a summary only failures are written one by one. */
function Missing({ run, sieve, shown }: { run: IteratorRun; sieve: Sieve; shown: number }) {
  const rest = counted(run)[sieve] - shown;
  if (rest <= 0 || sieve === "running") {
    return shown === 0 ? <p className="soft">None.</p> : null;
  }
  return (
    <p className="soft">
      {rest.toLocaleString("en")} {sieve === "all" && run.end === null ? "have not begun, or " : ""}
      are not written one by one (<code>events: summary</code>).
    </p>
  );
}

function List({
  shown,
  chosen,
  onChoose,
}: {
  shown: Iteration[];
  chosen: number | null;
  onChoose: (index: number | null) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <div ref={frame} className={styles.iterations}>
      <ul aria-label="Iterations" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const it = shown[row.index];
          return (
            it && (
              <li
                key={it.index}
                aria-setsize={shown.length}
                aria-posinset={row.index + 1}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <button
                  type="button"
                  aria-pressed={chosen === it.index}
                  onClick={() => onChoose(chosen === it.index ? null : it.index)}
                >
                  <span className={styles.number}>{it.index}</span>
                  <StatusIcon status={it.status} size={13} />
                  <span className="hidden">{it.status.toLowerCase()}</span>
                  <code className="cut">{lineOf(it)}</code>
                  <span className={`numbers soft ${styles.right}`}>
                    {it.end !== null && it.end > it.start && span((it.end - it.start) / 1000)}
                  </span>
                </button>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

/** Its item, and what became of it. */
function lineOf({ item, result, error }: Iteration): string {
  const from = preview(item, PREVIEW).text;
  const out = error ?? (result?.kind === "value" ? preview(result.value, PREVIEW).text : null);
  return out === null ? from : `${from} → ${out}`;
}

function One({ iteration }: { iteration: Iteration }) {
  const { index, item, child, error, result } = iteration;
  return (
    <div className={styles.one}>
      <strong>Iteration {index}</strong>
      {child && (
        <p>
          Started <Link to={to.execution(child)}>execution {child}</Link>
        </p>
      )}
      {error && <Failed text={error} />}
      <Part name="Item">
        <JsonOf value={item} depth={1} />
      </Part>
      {result && (
        <Part name="Result">
          <KeptValue kept={result} depth={1} />
        </Part>
      )}
    </div>
  );
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <div className={styles.term}>{name}</div>
      {children}
    </div>
  );
}
