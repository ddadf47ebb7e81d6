import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const gone = "color-mix(in srgb, var(--failed) 26%, transparent)";
const come = "color-mix(in srgb, var(--completed) 26%, transparent)";

/** What went and what came, by ground and, for those who do not tell colours apart, by the bar at the side. */
export const diffTheme: Extension = EditorView.theme({
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--failed-ground)" },
  "&.cm-merge-b .cm-changedLine, .cm-changedLine, .cm-inlineChangedLine": {
    backgroundColor: "var(--completed-ground)",
  },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: gone },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: come },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--failed)" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": { background: "var(--completed)" },
  ".cm-deletedChunk": { padding: "0 12px 0 6px" },
  ".cm-deletedChunk del, .cm-deletedChunk .cm-deletedLine": { textDecoration: "none" },
  ".cm-collapsedLines": {
    padding: "3px 12px",
    border: "0",
    background: "var(--sunken)",
    color: "var(--ink-soft)",
    fontFamily: "var(--font)",
    fontSize: "var(--text-s)",
  },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '""', margin: "0" },
});
