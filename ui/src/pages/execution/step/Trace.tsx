import { useMemo } from "react";
import { Link } from "react-router";
import { to } from "../../../app/paths";
import { Copy } from "../../../parts/Copy";
import { usePlace } from "./place";
import styles from "./Step.module.css";
import { pieces } from "./trace";

/** A text of a failure; the lines of the playbook that it names lead there. */
export function Failed({ text, kind }: { text: string; kind?: string | null }) {
  return (
    <div className={styles.error}>
      <pre>
        <Pieces text={text} />
      </pre>
      {kind && <code className="soft">{kind}</code>}
    </div>
  );
}

/** A traceback, folded. */
export function Trace({ text, isOpen = false }: { text: string; isOpen?: boolean }) {
  return (
    <details className={styles.details} open={isOpen}>
      <summary>Traceback</summary>
      <div className={styles.trace}>
        <Copy text={text} label="Copy the traceback" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
        <pre tabIndex={0}>
          <Pieces text={text} />
        </pre>
      </div>
    </details>
  );
}

function Pieces({ text }: { text: string }) {
  const { path, version, codeLine } = usePlace();
  const found = useMemo(() => pieces(text, codeLine), [text, codeLine]);
  return found.map((piece, index) =>
    piece.line === null || !path ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name.
      <span key={index}>{piece.text}</span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name.
      <Link key={index} to={to.editor(path, version, piece.line)} title="Open the playbook there">
        {piece.text}
      </Link>
    ),
  );
}
