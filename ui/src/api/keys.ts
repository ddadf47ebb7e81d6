const BYTES = 16;

/** A name for one request, so that sending it again starts nothing twice. Unlike randomUUID it is there without TLS too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return `ui-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The keys of orders that are not known to have been carried out: until then the same order goes under the same key. */
export class Keys {
  private readonly keys = new Map<string, string>();

  /** Gives an order, and whoever gives it again after it was lost, its header. */
  headers(order: string): { "Idempotency-Key": string } {
    const key = this.keys.get(order) ?? newKey();
    this.keys.set(order, key);
    return { "Idempotency-Key": key };
  }

  /** It was answered: the same once more is another order. */
  done(order: string): void {
    this.keys.delete(order);
  }
}
