import { setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useId, useRef } from "react";
import type { PlaybookProblem } from "../api/problem";
import styles from "./Code.module.css";
import { changeOf } from "./change";
import { type Language, languageSupport } from "./languages";
import { placeOf } from "./places";
import { diagnostics } from "./problems";
import { setup, showLine as showLineEffect } from "./setup";

interface CodeProps {
  value: string;
  onChange?: (text: string) => void;
  language: Language;
  isReadOnly?: boolean;
  /** What it is, for those who do not see it. */
  label: string;
  /** Scrolls to this line (from 1) and marks it. */
  showLine?: number | null | undefined;
  problems?: PlaybookProblem[] | undefined;
  /** Must stay the same from one rendering to the next. */
  extensions?: Extension;
  onView?: (view: EditorView | null) => void;
}

/** Marks changes that came from outside, which need not be told back. */
const fromOutside = Annotation.define<boolean>();
const NOTHING: PlaybookProblem[] = [];

/** A text with colours, folding and search, to read or to write. */
export default function Code({
  value,
  onChange,
  language,
  isReadOnly = false,
  label,
  showLine,
  problems = NOTHING,
  extensions,
  onView,
}: CodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const noteId = useId();
  // What changes from one rendering to the next without the editor being made anew.
  const latest = useRef({ value, onChange, onView, showLine, label });
  latest.current = { value, onChange, onView, showLine, label };

  useEffect(() => {
    if (!host.current) {
      return;
    }
    const told = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      if (docChanged && !transactions.some((it) => it.annotation(fromOutside))) {
        latest.current.onChange?.(state.doc.toString());
      }
    });
    const it = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          extensions ?? [],
          setup({
            isReadOnly,
            label: () => latest.current.label,
            noteId,
            isYaml: language === "yaml",
          }),
          languageSupport(language),
          told,
        ],
      }),
    });
    view.current = it;
    latest.current.onView?.(it);
    return () => {
      latest.current.onView?.(null);
      view.current = null;
      it.destroy();
    };
  }, [language, isReadOnly, noteId, extensions]);

  useEffect(() => {
    const it = view.current;
    const before = it?.state.doc.toString();
    // With line ends as the editor has them.
    const after = it?.state.toText(value).toString();
    if (it && before !== undefined && after !== undefined && before !== after) {
      it.dispatch({ changes: changeOf(before, after), annotations: fromOutside.of(true) });
      reveal(it, latest.current.showLine);
    }
  }, [value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor asks for its name when it draws.
  useEffect(() => view.current?.dispatch({}), [label]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor made anew is told again.
  useEffect(() => {
    const it = view.current;
    it?.dispatch(setDiagnostics(it.state, diagnostics(it.state.doc, problems)));
  }, [problems, language, isReadOnly, extensions]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor made anew is told again.
  useEffect(() => {
    if (view.current) {
      reveal(view.current, showLine);
    }
  }, [showLine, language, isReadOnly, extensions]);

  return (
    <div className={styles.code}>
      <div ref={host} className={styles.host} />
      <p id={noteId} className="hidden">
        {isReadOnly
          ? "For reading only. Control F searches."
          : "Escape and then Tab leaves the editor. Control F searches, Control Space completes."}
      </p>
    </div>
  );
}

function reveal(view: EditorView, line: number | null | undefined): void {
  view.dispatch({ effects: showLineEffect.of(line ?? null) });
  if (line) {
    const anchor = placeOf(view.state.doc, line, 1);
    view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
  }
}
