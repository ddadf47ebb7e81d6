import type { EditorView } from "@codemirror/view";
import { EditorView as View } from "@codemirror/view";
import { useCallback, useMemo, useRef, useState } from "react";
import { countedAt, placeOf } from "../../editor/places";
import type { Cursor } from "./StatusLine";

/** The editor as such: where its cursor is, and how to get it elsewhere. */
export function useCodeView() {
  const view = useRef<EditorView | null>(null);
  const [cursor, setCursor] = useState<Cursor>({ line: 1, column: 1 });

  const extension = useMemo(
    () =>
      View.updateListener.of(({ state, selectionSet, docChanged }) => {
        if (selectionSet || docChanged) {
          setCursor(countedAt(state.doc, state.selection.main.head));
        }
      }),
    [],
  );

  const onView = useCallback((it: EditorView | null) => {
    view.current = it;
  }, []);

  const jump = useCallback((line: number, column = 1) => {
    const it = view.current;
    if (it) {
      const anchor = placeOf(it.state.doc, line, column);
      it.dispatch({
        selection: { anchor },
        effects: View.scrollIntoView(anchor, { y: "center" }),
      });
      it.focus();
    }
  }, []);

  /** Writes another text in its place, which can be undone. */
  const replace = useCallback((text: string) => {
    const it = view.current;
    it?.dispatch({ changes: { from: 0, to: it.state.doc.length, insert: text } });
  }, []);

  return { cursor, extension, onView, jump, replace };
}
