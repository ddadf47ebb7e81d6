import { Handle, Position } from "@xyflow/react";
import styles from "./Graph.module.css";
import type { Direction } from "./layout";

/** Where React Flow takes edges to begin and end; the routes come from the layout. */
export function Ends({ direction }: { direction: Direction }) {
  const [first, last] =
    direction === "DOWN" ? [Position.Top, Position.Bottom] : [Position.Left, Position.Right];
  return (
    <>
      <Handle type="target" position={first} isConnectable={false} className={styles.end} />
      <Handle type="source" position={last} isConnectable={false} className={styles.end} />
    </>
  );
}
