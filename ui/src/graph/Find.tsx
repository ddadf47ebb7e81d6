import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import type { Graph } from "../api/types";
import { StatusIcon } from "../parts/StatusBadge";
import { findSteps } from "./find";
import { statusIn, useLive } from "./live";
import styles from "./Tools.module.css";
import { stepKind } from "./tools";

const SHOWN = 12;

/** Finds a step by its name, and goes there. */
export function Find({ graph, onChoose }: { graph: Graph; onChoose: (step: string) => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const states = useLive((values) => values.states);
  const chosen = useLive((values) => values.chosen);
  const found = useMemo(() => findSteps(graph.steps, text, SHOWN), [graph, text]);
  const go = (name: string | undefined) => {
    if (name !== undefined) {
      if (name !== chosen) {
        onChoose(name);
      }
      setText("");
    }
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + found.length) % Math.max(1, found.length));
      event.preventDefault();
    } else if (event.key === "Enter") {
      go(found[at]?.name);
    } else if (event.key === "Escape" && text) {
      setText("");
      event.stopPropagation();
    }
  };
  return (
    <div className={styles.find}>
      <Search size={14} aria-hidden />
      <input
        type="text"
        role="combobox"
        aria-label="Find a step"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder="Find a step"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
        onBlur={() => setText("")}
      />
      <div
        id={`${id}-found`}
        role="listbox"
        aria-label="Steps found"
        className={styles.found}
        hidden={text.trim() === ""}
      >
        {found.map((step, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's.
          <div
            key={step.name}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.hit}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => go(step.name)}
          >
            <StatusIcon status={statusIn(states, step.name) ?? ""} size={14} />
            <span className="cut">{step.name}</span>
            <span className={`cut soft ${styles.hitKind}`}>{stepKind(step)}</span>
          </div>
        ))}
        {found.length === 0 && <div className={styles.none}>No step has “{text.trim()}”.</div>}
      </div>
    </div>
  );
}
