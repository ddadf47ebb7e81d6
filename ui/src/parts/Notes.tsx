import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { Button } from "./Button";
import { Copy } from "./Copy";
import styles from "./Notes.module.css";

/** What went wrong, and what to do. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asProblem(error);
  if (problem.status === 401) {
    // The page asks for a token above all this, and then asks again.
    return <Loading label="Waiting for a token" />;
  }
  return (
    <div className={styles.error} role="alert">
      <CircleAlert size={18} aria-hidden />
      <div className={styles.body}>
        <strong>{problem.title}</strong>
        {problem.message !== problem.title && <p>{problem.message}</p>}
        {problem.errors.map((it) => (
          <p key={it.field}>
            <code>{it.field}</code>: expected {it.expected}, found {it.found}
          </p>
        ))}
        <p className="soft">{advice(problem.status, problem.code)}</p>
      </div>
      {onRetry && (
        <Button icon={RotateCw} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function advice(status: number, code: string): string {
  if (status === 0 || status >= 502) {
    return "The page goes on by itself as soon as the server is back.";
  }
  switch (status) {
    case 403:
      return "Ask an administrator for a token with a role that may do this.";
    case 404:
      return "It may have been pruned, or the address is wrong.";
    case 409:
      return "Its state has changed meanwhile: look again.";
    default:
      return `Problem code: ${code}`;
  }
}

/** Nothing is here yet: why, and the command that changes this. */
export function Empty({
  title,
  children,
  command,
}: {
  title: string;
  children?: ReactNode;
  command?: string;
}) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children && <div className="soft">{children}</div>}
      {command && (
        <div className={styles.command}>
          <code>{command}</code>
          <Copy text={command} label="Copy the command" />
        </div>
      )}
    </div>
  );
}

export function Loading({ label = "Loading" }: { label?: string }) {
  return (
    <div className={styles.loading} role="status">
      <span className="hidden">{label}</span>
      <div className={styles.bar} />
      <div className={styles.bar} />
      <div className={styles.bar} />
    </div>
  );
}
