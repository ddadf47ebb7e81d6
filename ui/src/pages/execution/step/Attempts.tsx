import { Link } from "react-router";
import { to } from "../../../app/paths";
import type { Attempt } from "../../../history/model";
import { Hint } from "../../../parts/Hint";
import { StatusIcon } from "../../../parts/StatusBadge";
import { span, useNow } from "../../../parts/time";
import { clock } from "../offset";
import { JsonOf } from "./JsonOf";
import styles from "./Step.module.css";
import { Failed, Trace } from "./Trace";

/** The attempts of a visit, first to last. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <ol className={styles.attempts}>
      {attempts.map((attempt, index) => (
        <li key={attempt.attempt}>
          <Line attempt={attempt} />
          {attempt.child && (
            <p>
              Started <Link to={to.execution(attempt.child)}>execution {attempt.child}</Link>
            </p>
          )}
          {attempt.error && <Failed text={attempt.error} kind={kindOf(attempt)} />}
          {attempt.trace && <Trace text={attempt.trace} isOpen={index === attempts.length - 1} />}
          {attempt.returned !== null && (
            <details className={styles.details}>
              <summary>What it returned all the same</summary>
              <JsonOf value={attempt.returned} />
            </details>
          )}
          {attempt.retryAt !== null && <Retry attempt={attempt} next={attempts[index + 1]} />}
        </li>
      ))}
    </ol>
  );
}

const kindOf = ({ errorKind, errorCode }: Attempt) =>
  [errorKind, errorCode].filter(Boolean).join(" · ") || null;

function Line({ attempt }: { attempt: Attempt }) {
  const { status, start, end, worker } = attempt;
  return (
    <div className={styles.line}>
      <StatusIcon status={status} />
      <strong>
        {attempt.attempt}
        {attempt.maxAttempts > 1 && ` of ${attempt.maxAttempts}`}
      </strong>
      <Hint text={new Date(start).toISOString()}>
        <time dateTime={new Date(start).toISOString()} className="numbers soft">
          {clock(start)}
        </time>
      </Hint>
      {end === null ? (
        <Running since={start} />
      ) : (
        <span className="numbers">{span((end - start) / 1000)}</span>
      )}
      {worker && <span className={`cut soft ${styles.right}`}>on {worker}</span>}
    </div>
  );
}

function Running({ since }: { since: number }) {
  const now = useNow();
  return (
    <span className="numbers">{span(Math.max(0, Math.floor((now - since) / 1000)))} so far</span>
  );
}

/** The pause before the next attempt. */
function Retry({ attempt, next }: { attempt: Attempt; next: Attempt | undefined }) {
  const now = useNow();
  const { retryAt, end } = attempt;
  if (retryAt === null) {
    return null;
  }
  const pause = span(Math.max(0, (retryAt - (end ?? retryAt)) / 1000));
  const left = Math.ceil((retryAt - now) / 1000);
  return (
    <p className="soft">
      {next || left <= 0
        ? `The next attempt was due ${pause} later`
        : `The next attempt is due in ${span(left)}`}
    </p>
  );
}
