import { Exact } from "./exact";

/** A number that may have more digits than a number here can hold. */
const LONG = /[:[,]\s*-?\d{16,}/;
const INTEGER = /^-?\d+$/;
/** Texts, which are left alone, and what Python writes where JSON has no word. */
const ODD = /"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/g;

/** What newer browsers tell a reviver besides: the text that a value was read from. */
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
const read = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** Ids of other systems have 19 digits: rather these than another number. */
const exact: Reviver = (_, value, context) =>
  typeof value === "number" &&
  !Number.isSafeInteger(value) &&
  context?.source !== undefined &&
  INTEGER.test(context.source)
    ? new Exact(context.source)
    : value;

/** Reads JSON without losing digits. */
export function parseStrictly(text: string): unknown {
  return read(text, LONG.test(text) ? exact : undefined);
}

/** The same, and more: NaN and Infinity, which steps may give, are read as these words. */
export function parse(text: string): unknown {
  try {
    return parseStrictly(text);
  } catch (error) {
    const mended = text.replace(ODD, (it) => (it.startsWith('"') ? it : `"${it}"`));
    if (mended === text) {
      throw error;
    }
    return parseStrictly(mended);
  }
}
