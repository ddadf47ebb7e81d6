import { CircleX } from "lucide-react";
import { useState } from "react";
import type { ExecutionDetail } from "../../api/types";
import { Button } from "../../parts/Button";
import { Copy } from "../../parts/Copy";
import { useAddress } from "./address";
import styles from "./Execution.module.css";
import { Linked } from "./Linked";

const LINES = 3;
const LENGTH = 400;

/** Why it failed, and the step that made it fail. */
export function Failure({ detail }: { detail: ExecutionDetail }) {
  const { status, error, failed_step: step } = detail;
  const { change } = useAddress();
  const [isWhole, setWhole] = useState(false);
  if (!error || (status !== "FAILED" && status !== "CANCELLED")) {
    return null;
  }
  const isCancelled = status === "CANCELLED";
  const text = isCancelled ? error.replace(/^cancelled: /, "") : error;
  const start = text.split("\n").slice(0, LINES).join("\n").slice(0, LENGTH);
  return (
    <section
      className={`${styles.failure} ${isCancelled ? styles.quiet : ""}`}
      aria-label={isCancelled ? "Why it was cancelled" : "Why it failed"}
    >
      <CircleX size={16} aria-hidden />
      <div className={styles.failureText}>
        {isCancelled && <strong>It was cancelled</strong>}
        {step && (
          <strong>
            Step{" "}
            <button
              type="button"
              className={styles.link}
              onClick={() => change({ step, tab: "graph" }, true)}
            >
              {step}
            </button>{" "}
            failed
          </strong>
        )}
        <pre>
          <Linked text={isWhole ? text : start} of={detail} />
        </pre>
        {start.length < text.length && (
          <Button look="quiet" onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Less" : "All of it"}
          </Button>
        )}
      </div>
      <Copy text={error} label="Copy the error" />
    </section>
  );
}
