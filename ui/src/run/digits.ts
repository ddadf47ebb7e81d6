const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const NUMBERS = /(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g;

/** A whole number in a text of JSON that a browser would change into another one; undefined for none. */
export function longNumber(json: string): string | undefined {
  return json
    .replace(TEXTS, '""')
    .match(NUMBERS)
    ?.find((it) => !Number.isSafeInteger(Number(it)));
}

/** What to say about it. */
export const tooLong = (number: string) =>
  `${number} has more digits than a browser can carry: start it with noetl run --set.`;
