import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Exact } from "../api/exact";
import type { Json, JsonMap } from "../api/types";
import { Copy } from "./Copy";
import styles from "./JsonView.module.css";
import { plain } from "./plain";

/** So many entries of a list or map are shown at once; more on demand. */
const ENTRIES = 100;
const TEXT_MAX = 2_000;

/** A value as a tree that opens and closes, and can be copied. */
export function JsonView({ value, depth = 2 }: { value: Json; depth?: number }) {
  return (
    <div className={styles.view}>
      <div className={styles.copy}>
        <Copy text={() => JSON.stringify(value, null, 2)} label="Copy as JSON" />
      </div>
      <Node value={value} depth={depth} />
    </div>
  );
}

function Node({ name, value, depth }: { name?: string; value: Json; depth: number }) {
  return value !== null && typeof value === "object" && !(value instanceof Exact) ? (
    <Branch {...(name === undefined ? {} : { name })} value={value} depth={depth} />
  ) : (
    <div className={styles.leaf}>
      <Name name={name} />
      <Leaf value={value} />
    </div>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className={styles.name}>{plain(name) || '""'}: </span>;
}

function Leaf({ value }: { value: null | boolean | number | string | Exact }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") {
    return <span className={styles.literal}>{String(value)}</span>;
  }
  if (value === "") {
    return <span className={styles.literal}>""</span>;
  }
  const isLong = value.length > TEXT_MAX && !isWhole;
  return (
    <span className={styles.text}>
      {plain(isLong ? value.slice(0, TEXT_MAX) : value)}
      {isLong && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {value.length - TEXT_MAX} characters more
        </button>
      )}
    </span>
  );
}

function Branch({ name, value, depth }: { name?: string; value: Json[] | JsonMap; depth: number }) {
  const [isOpen, setOpen] = useState(depth > 0);
  const [shown, setShown] = useState(ENTRIES);
  const isList = Array.isArray(value);
  const names = isList ? undefined : Object.keys(value);
  const size = isList ? value.length : (names?.length ?? 0);
  const summary = isList ? `[${size}]` : `{${size}}`;
  if (size === 0) {
    return (
      <div className={styles.leaf}>
        <Name name={name} />
        <span className={styles.literal}>{isList ? "[]" : "{}"}</span>
      </div>
    );
  }
  const indices = Array.from({ length: isOpen ? Math.min(size, shown) : 0 }, (_, index) => index);
  return (
    <div>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={13} aria-hidden className={isOpen ? styles.open : ""} />
        <Name name={name} />
        <span className={styles.summary}>{summary}</span>
      </button>
      {isOpen && (
        <div className={styles.children}>
          {indices.map((index) => {
            const key = names?.[index] ?? String(index);
            const child = isList ? value[index] : value[key];
            return <Node key={key} name={key} value={child ?? null} depth={depth - 1} />;
          })}
          {size > shown && (
            <button
              type="button"
              className={styles.more}
              onClick={() => setShown(shown + ENTRIES * 10)}
            >
              {size - shown} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}
