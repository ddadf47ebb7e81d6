import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The colours are those of the tokens, which are light or dark by themselves. */
const looks = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    fontSize: "var(--text-m)",
    lineHeight: "1.6",
    overflow: "auto",
  },
  ".cm-content": { padding: "6px 0 24px", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "color-mix(in srgb, var(--accent) 24%, transparent)" },
  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    color: "var(--ink-soft)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "30px", padding: "0 4px 0 8px" },
  ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", padding: "0 4px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ink) 4%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-shown": { backgroundColor: "var(--waiting-ground)" },
  ".cm-foldPlaceholder": {
    padding: "0 6px",
    border: "1px solid var(--line)",
    backgroundColor: "var(--sunken)",
    color: "var(--ink-soft)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--chosen)",
    outline: "1px solid var(--accent)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--failed-ground)" },
  ".cm-searchMatch": {
    backgroundColor: "var(--waiting-ground)",
    outline: "1px solid var(--waiting)",
  },
  ".cm-searchMatch-selected": { backgroundColor: "var(--chosen)", outlineColor: "var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--hover)" },
  ".cm-template": { color: "var(--running)" },
  ".cm-template *": { color: "inherit" },
});

const words = HighlightStyle.define([
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--completed)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--waiting)" },
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword],
    color: "var(--paused)",
  },
  { tag: [tags.typeName, tags.labelName, tags.meta], color: "var(--paused)" },
  { tag: [tags.function(tags.variableName), tags.className], color: "var(--running)" },
  { tag: [tags.punctuation, tags.separator, tags.operator], color: "var(--ink-soft)" },
  { tag: tags.invalid, color: "var(--failed)" },
]);

export const theme: Extension = [looks, syntaxHighlighting(words)];
