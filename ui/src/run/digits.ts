import { sendsExactly } from "../api/exact";

const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const NUMBERS = /(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g;

/** A whole number in a text of JSON that has more digits than a number here can hold; undefined for none. */
export function longNumber(json: string): string | undefined {
  return json
    .replace(TEXTS, '""')
    .match(NUMBERS)
    ?.find((it) => !Number.isSafeInteger(Number(it)));
}

/** One that this browser would send as another; undefined for none. */
export const unsendable = (json: string) => (sendsExactly ? undefined : longNumber(json));

/** What to say about it. */
export const tooLong = (number: string) =>
  `${number} has more digits than this browser can send: start it with noetl run --set.`;
