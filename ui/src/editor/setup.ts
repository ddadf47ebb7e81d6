import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { panels } from "./panels";
import { lineOf, numberOf } from "./places";
import { theme } from "./theme";

/** Marks a line as the one that is meant; null unmarks it. */
export const showLine = StateEffect.define<number | null>();

const shownLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    let next = marks.map(changes);
    for (const effect of effects) {
      if (effect.is(showLine)) {
        const line = effect.value;
        next =
          line && line >= 1 && line <= numberOf(state.doc, state.doc.lines)
            ? Decoration.set(
                Decoration.line({ class: "cm-shown" }).range(
                  state.doc.lineAt(lineOf(state.doc, line).from).from,
                ),
              )
            : Decoration.none;
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface SetupOptions {
  isReadOnly: boolean;
  /** Asked for with each change: another name is no reason to make the editor anew. */
  label: () => string;
  /** The id of the element that says how the keyboard leaves the editor. */
  noteId: string;
  /** A playbook, whose lines are numbered as the server does it. */
  isYaml: boolean;
}

/** The house writes sentences, and so does the search. */
const PHRASES = {
  next: "Next",
  previous: "Previous",
  all: "All",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
  close: "Close",
};

/** What every editor has; those that cannot be written in lack what is for writing only. */
export function setup({ isReadOnly, label, noteId, isYaml }: SetupOptions): Extension {
  return [
    theme,
    panels,
    lineNumbers(
      isYaml ? { formatNumber: (line, { doc }) => String(numberOf(doc, line)) } : undefined,
    ),
    foldGutter(),
    highlightSpecialChars(),
    drawSelection(),
    bracketMatching(),
    search({ top: true }),
    highlightSelectionMatches(),
    shownLine,
    EditorState.phrases.of(PHRASES),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    EditorView.contentAttributes.of(() => ({
      "aria-label": label(),
      "aria-describedby": noteId,
      // Focusable by itself already; said so that the scrolling part counts as reachable.
      tabindex: "0",
    })),
    keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    isReadOnly ? reading : writing,
  ];
}

const reading: Extension = [
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ "aria-readonly": "true" }),
];

const writing: Extension = [
  history(),
  closeBrackets(),
  indentOnInput(),
  autocompletion({ icons: false, activateOnTyping: true }),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  lintGutter(),
  keymap.of([
    ...closeBracketsKeymap,
    ...historyKeymap,
    ...completionKeymap,
    { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
    indentWithTab,
  ]),
];
