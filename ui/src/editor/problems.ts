import type { Action, Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { PlaybookProblem } from "../api/problem";
import { lineOf, placeOf } from "./places";

/** The stretch of text that a problem is about: to its end if that is known, else the word that stands there. */
export function stretchOf(text: Text, problem: PlaybookProblem): { from: number; to: number } {
  const from = placeOf(text, problem.line, problem.column);
  const { to: end } = lineOf(text, problem.line);
  if (problem.end_line && problem.end_column) {
    const to = placeOf(text, problem.end_line, problem.end_column);
    if (to > from) {
      return { from, to: Math.min(to, end) };
    }
  }
  const word = /^[^\s:,[\]{}]+/.exec(text.sliceString(from, end));
  return { from, to: word ? from + word[0].length : Math.min(end, from + 1) };
}

export function diagnostics(text: Text, problems: PlaybookProblem[]): Diagnostic[] {
  return problems
    .map((problem) => ({
      ...stretchOf(text, problem),
      severity: problem.severity,
      source: problem.code,
      message: sentenceOf(problem),
      renderMessage: () => told(problem),
      actions: fixes(problem),
    }))
    .sort((a, b) => a.from - b.from);
}

/** What is wrong, without the line of the text that some messages show: that is in view anyway. */
export function sentenceOf({ message }: PlaybookProblem): string {
  return message.split("\n")[0] ?? message;
}

/** The word that was meant, where the hint asks "did you mean `it`?". */
export function meantBy({ hint }: PlaybookProblem): string | null {
  return /^did you mean `([^`]+)`\?$/.exec(hint ?? "")?.[1] ?? null;
}

function fixes(problem: PlaybookProblem): Action[] {
  const meant = meantBy(problem);
  return meant === null
    ? []
    : [
        {
          name: `Write ${meant}`,
          apply: (view, from, to) => view.dispatch({ changes: { from, to, insert: meant } }),
        },
      ];
}

function told(problem: PlaybookProblem): HTMLElement {
  const it = document.createElement("div");
  it.append(sentenceOf(problem));
  if (problem.hint) {
    const more = document.createElement("div");
    more.className = "cm-hint-more";
    more.textContent = problem.hint;
    it.append(more);
  }
  return it;
}
