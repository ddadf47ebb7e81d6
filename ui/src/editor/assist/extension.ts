import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from "@codemirror/autocomplete";
import { EditorState, type Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip } from "@codemirror/view";
import { optionsAt } from "./complete";
import { toldAt } from "./hover";
import type { Leads, Option, Options } from "./options";
import type { Schema } from "./schema";

/** What only the server knows. */
export interface Sources {
  schema: () => Schema | null;
  playbooks: (typed: string) => Promise<string[]>;
  credentials: () => Promise<string[]>;
}

const WORD = /^[\w./-]*$/;
const BOOST = 99;

/** Completion and hints for playbooks. */
export function assistance(sources: Sources): Extension {
  const source = (context: CompletionContext) => complete(context, sources);
  return [
    EditorState.languageData.of(() => [{ autocomplete: source }]),
    hoverTooltip((view, offset) => hint(view, offset, sources.schema()), {
      hoverTime: 350,
      hideOnChange: true,
    }),
  ];
}

async function complete(
  context: CompletionContext,
  sources: Sources,
): Promise<CompletionResult | null> {
  const schema = sources.schema();
  const text = context.state.doc.toString();
  const found = schema && optionsAt(text, context.pos, schema);
  if (!found || !isWanted(found, context, text)) {
    return null;
  }
  const known = await named(found, text.slice(found.from, context.pos), sources);
  const options = [...known, ...found.options];
  return options.length === 0
    ? null
    : { from: found.from, to: found.to, options: options.map(completionOf), validFor: WORD };
}

/** Unasked only once a word is begun, or where a value is to follow. */
function isWanted(found: Options, context: CompletionContext, text: string): boolean {
  if (context.explicit || context.pos > found.from) {
    return true;
  }
  return /(?:: |- |\{\{ |\| ?|\w\.|\[)$/.test(text.slice(Math.max(0, found.from - 3), found.from));
}

async function named(found: Options, typed: string, sources: Sources): Promise<Option[]> {
  try {
    switch (found.wants) {
      case "playbooks":
        return (await sources.playbooks(typed)).map((label) => ({ label, group: "Playbooks" }));
      case "credentials":
        return (await sources.credentials()).map((label) => ({ label, group: "Credentials" }));
      default:
        return [];
    }
  } catch {
    // The server is away, which the page says; what the text itself knows is offered all the same.
    return [];
  }
}

function completionOf(option: Option, index: number, all: readonly Option[]): Completion {
  const groups = [...new Set(all.map(({ group }) => group))];
  return {
    label: option.label,
    ...(option.detail ? { detail: option.detail } : {}),
    ...(option.about ? { info: option.about } : {}),
    section: { name: option.group, rank: groups.indexOf(option.group) },
    boost: BOOST - Math.min(index, 2 * BOOST),
    apply: option.leads ? writeKey(option.leads) : option.label,
  };
}

/** Writes the key with its colon, and begins what follows it. */
function writeKey(leads: Leads) {
  return (view: EditorView, { label }: Completion, from: number, to: number) => {
    const { state } = view;
    const line = state.doc.lineAt(from);
    const hasColon = /^["']?:/.test(state.sliceDoc(to, to + 2));
    const isLast = state.sliceDoc(to, line.to).trim() === "";
    const depth = line.text.slice(0, from - line.from).replace(/\S/g, " ").length;
    const dash = label.startsWith("- ") ? 2 : 0;
    const below = `\n${" ".repeat(depth + dash + 2)}`;
    const more = { value: " ", map: below, list: `${below}- `, block: ` |${below}` };
    const insert = hasColon ? label : `${label}:${isLast ? more[leads] : more.value}`;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.complete",
    });
    if (!hasColon) {
      startCompletion(view);
    }
  };
}

function hint(view: EditorView, offset: number, schema: Schema | null) {
  const told = schema && toldAt(view.state.doc.toString(), offset, schema);
  if (!told) {
    return null;
  }
  return {
    pos: told.from,
    end: told.to,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-hint";
      const title = document.createElement("code");
      title.textContent = told.title;
      dom.append(title, ` ${told.about}`);
      if (told.more) {
        const more = document.createElement("div");
        more.className = "cm-hint-more";
        more.textContent = told.more;
        dom.append(more);
      }
      return { dom };
    },
  };
}
