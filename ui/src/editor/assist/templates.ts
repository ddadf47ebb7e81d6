import type { Json } from "../../api/types";
import { FILTERS } from "./filters";
import type { Option, Options } from "./options";
import type { Outline } from "./outline";

/** Keys whose text is an expression also without braces. */
const CONDITIONS =
  /^\s*(?:- )?(?:when|condition|pass|fail_when|retry_when|stop_when|where|order_by):\s*["']?/;

const EVERYWHERE: [string, string][] = [
  ["execution_id", "This execution's number."],
  ["path", "The playbook's path."],
  ["version", "The playbook's version."],
  ["step_name", "The step's name."],
  ["now()", "The instant of the decision."],
  ["uuid()", "A new name that nothing else has."],
];

const AFTERWARDS: [string, string][] = [
  ["result", "The result of the step that has just completed."],
  ["error", "What went wrong."],
  ["status_code", "What the server answered."],
  ["attempt", "Which try it was, from 1."],
];

/** The part of an expression before the place, or null where there is none. */
export function expressionAt(text: string, offset: number): string | null {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  const close = Math.max(before.lastIndexOf("}}"), before.lastIndexOf("%}"));
  if (open > close) {
    return before.slice(open + 2);
  }
  const condition = CONDITIONS.exec(before);
  return condition && open < 0 ? before.slice(condition[0].length) : null;
}

/** Names, members and filters that may stand in an expression. */
export function templateOptions(text: string, offset: number, outline: Outline): Options | null {
  const expression = expressionAt(text, offset);
  if (expression === null || isQuoted(expression) || isCode(text, offset)) {
    return null;
  }
  const word = /[A-Za-z_]\w*$/.exec(expression)?.[0] ?? "";
  const before = expression.slice(0, expression.length - word.length);
  const place = { from: offset - word.length, to: offset };
  const owner = /((?:[A-Za-z_]\w*\.)+)$/.exec(before)?.[1];
  if (owner) {
    return { ...place, options: members(owner.slice(0, -1).split("."), outline) };
  }
  if (/\|\s*$/.test(before)) {
    const options = FILTERS.map(([label, detail]) => ({ label, detail, group: "Filters" }));
    return { ...place, options };
  }
  return /[.\d]$/.test(before) ? null : { ...place, options: names(outline) };
}

/** Whether the row is part of a `code:` block, where braces are Python's own. */
function isCode(text: string, offset: number): boolean {
  const rows = text.slice(0, offset).split("\n");
  const depthOf = (row: string) => row.length - row.trimStart().length;
  let depth = depthOf(rows.pop() ?? "");
  for (const row of rows.reverse()) {
    if (depth === 0) {
      return false;
    }
    if (row.trim() && depthOf(row) < depth) {
      depth = depthOf(row);
      if (/^\s*(?:- +)?code: *[|>]/.test(row)) {
        return true;
      }
    }
  }
  return false;
}

function isQuoted(expression: string): boolean {
  const quotes = expression.replace(/\\./g, "");
  return (quotes.split("'").length - 1) % 2 === 1 || (quotes.split('"').length - 1) % 2 === 1;
}

function members([first, ...rest]: string[], outline: Outline): Option[] {
  if (first === "vars" && rest.length === 0) {
    return outline.vars.map((label) => ({ label, group: "Values set by steps" }));
  }
  if (first !== "workload" && first !== "work") {
    return [];
  }
  let here: Json = rest.length === 0 ? inputsOf(outline) : outline.workload;
  for (const key of rest) {
    here = isMap(here) ? (here[key] ?? null) : null;
  }
  return isMap(here) ? entries(here, "Inputs") : [];
}

function names(outline: Outline): Option[] {
  const simple = (list: [string, string][], group: string) =>
    list.map(([label, about]) => ({ label, about, group }));
  return [
    { label: "workload", about: "The inputs.", group: "Inputs" },
    ...entries(inputsOf(outline), "Inputs"),
    ...outline.steps
      .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name) && name !== "start" && name !== "end")
      .map(({ name, tool, about }) => ({
        label: name,
        detail: tool ?? "router",
        about: about ?? "The step's latest result.",
        group: "Results of steps",
      })),
    ...outline.elements.map((label) => ({ label, detail: "item", group: "Items" })),
    { label: "vars", about: "Values set by steps.", group: "Others" },
    ...simple(AFTERWARDS, "Others"),
    ...simple(EVERYWHERE, "Others"),
  ];
}

function inputsOf({ workload, inputs }: Outline): { [key: string]: Json } {
  return { ...Object.fromEntries(inputs.map((name) => [name, null])), ...workload };
}

function entries(map: { [key: string]: Json }, group: string): Option[] {
  return Object.entries(map).map(([label, value]) => ({ label, detail: brief(value), group }));
}

const BRIEF = 32;

function brief(value: Json): string {
  if (value === null) {
    return "";
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text;
}

function isMap(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
