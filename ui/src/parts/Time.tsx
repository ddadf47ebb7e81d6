import { Hint } from "./Hint";
import { exact, relative, span, useNow } from "./time";

/** An instant as people say it; the exact one while one points at it. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  return (
    <Hint text={`${exact(at)}\n${at}`}>
      <time dateTime={at} className="numbers">
        {relative(at, now)}
      </time>
    </Hint>
  );
}

/** How long something took, or has taken so far. */
export function Span({ from, until }: { from: string; until: string | null }) {
  return until === null ? <RunningSpan from={from} /> : <Took from={from} until={until} />;
}

function Took({ from, until }: { from: string; until: string }) {
  return <span className="numbers">{span((Date.parse(until) - Date.parse(from)) / 1000)}</span>;
}

function RunningSpan({ from }: { from: string }) {
  const now = useNow();
  return (
    <span className="numbers">
      {span(Math.max(0, Math.floor((now - Date.parse(from)) / 1000)))}
    </span>
  );
}
