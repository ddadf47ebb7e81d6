import { useMemo } from "react";
import { Link } from "react-router";
import { to } from "../../app/paths";
import styles from "./Execution.module.css";
import { pieces } from "./step/trace";

/** The playbook that a text speaks of. */
export interface Of {
  path: string;
  version: number;
}

/** An error or a traceback; the lines of the playbook that it names lead to the editor. */
export function Linked({ text, of }: { text: string; of: Of }) {
  const found = useMemo(() => pieces(text, null), [text]);
  return found.map((piece, index) =>
    piece.line === null ? (
      piece.text
    ) : (
      <Link
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name.
        key={index}
        className={styles.inText}
        to={to.editor(of.path, of.version, piece.line)}
        title="Open the playbook there"
      >
        {piece.text}
      </Link>
    ),
  );
}
