import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import styles from "./Diff.module.css";
import { diffTheme } from "./diffTheme";
import { languageSupport } from "./languages";
import { setup } from "./setup";

interface DiffProps {
  before: string;
  after: string;
  /** What is compared with what. */
  label: string;
}

/** Two columns need so many pixels; below that, both texts stand in one. */
const WIDE = 640;
const COLLAPSE = { margin: 3, minSize: 6 };

/** Two texts side by side, or in one column where there is little room; what is the same is folded away. */
export default function Diff({ before, after, label }: DiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const noteId = useId();
  const [isWide, setWide] = useState<boolean | null>(null);

  useLayoutEffect(() => {
    const it = host.current;
    if (!it) {
      return;
    }
    const measure = () => setWide(it.clientWidth >= WIDE);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(it);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const parent = host.current;
    if (!parent || isWide === null || before === after) {
      return;
    }
    const base = (name: string) => [
      setup({ isReadOnly: true, label: () => `${label}: ${name}`, noteId, isYaml: true }),
      languageSupport("yaml"),
      diffTheme,
    ];
    if (isWide) {
      const merge = new MergeView({
        parent,
        a: { doc: before, extensions: base("before") },
        b: { doc: after, extensions: base("after") },
        collapseUnchanged: COLLAPSE,
        gutter: true,
      });
      return () => merge.destroy();
    }
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: after,
        extensions: [
          base("changes"),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: COLLAPSE,
            gutter: true,
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after, label, noteId, isWide]);

  return (
    <section className={styles.diff} aria-label={label}>
      <div ref={host} className={styles.host} />
      {before === after && <p className={styles.same}>The two texts are the same.</p>}
      <p id={noteId} className="hidden">
        For reading only. Lines that are the same are folded away.
      </p>
    </section>
  );
}
