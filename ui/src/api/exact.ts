const rawJson = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;

/** Whether this browser can send a number that it cannot hold. */
export const sendsExactly = rawJson !== undefined;

/** A whole number with more digits than a number here can hold: shown, compared and sent digit by digit. */
export class Exact {
  readonly #digits: string;

  constructor(text: string) {
    this.#digits = String(BigInt(text));
  }

  toString(): string {
    return this.#digits;
  }

  /** JSON.stringify writes it as the number it is; as a text where the browser cannot. */
  toJSON(): unknown {
    return rawJson ? rawJson(this.#digits) : this.#digits;
  }
}

const DIGITS = /^\s*[+-]?\d+\s*$/;

/** A whole number as it is written: exact if need be; undefined for anything else. */
export function wholeOf(text: string): number | Exact | undefined {
  if (!DIGITS.test(text)) {
    return undefined;
  }
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : new Exact(text);
}
