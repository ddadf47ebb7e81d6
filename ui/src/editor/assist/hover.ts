import { aboutKey, leadsOn, toolOf } from "./complete";
import { whereIs } from "./cursor";
import { outlineOf } from "./outline";
import { alternatives, propertiesOf, type Schema, schemasAt, wordsIn, wordsOf } from "./schema";

export interface Told {
  from: number;
  to: number;
  title: string;
  about: string;
  /** Words that it may be. */
  more: string | null;
}

/** What the word at the place means: a key, or the name of a step. */
export function toldAt(text: string, offset: number, root: Schema): Told | null {
  if (!/[\w./-]/.test(text.slice(offset, offset + 1))) {
    return null;
  }
  const where = whereIs(text, offset);
  if (!where || where.from === where.to) {
    return null;
  }
  const { from, to } = where;
  const word = text.slice(from, to);
  if (where.kind === "value") {
    const step = leadsOn(where.path) && outlineOf(text).steps.find(({ name }) => name === word);
    return step
      ? {
          from,
          to,
          title: word,
          about: step.about ?? `Step in line ${step.line}.`,
          more: step.tool ? `type: ${step.tool}` : "A router: passed through at once.",
        }
      : null;
  }
  const property = propertiesOf(schemasAt(where.path, root), root).get(word);
  if (!property) {
    return null;
  }
  const about = aboutKey(property, toolOf(where));
  const words = wordsOf(alternatives(property.schema, root));
  const more =
    words.length > 0 && wordsIn(about).length === 0 ? `One of: ${words.join(", ")}` : null;
  return { from, to, title: word, about, more };
}
