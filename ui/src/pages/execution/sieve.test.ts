import { describe, expect, it } from "vitest";
import { Sieve } from "./sieve";

describe("Sieve", () => {
  const isEven = (it: number) => it % 2 === 0;

  it("finds the places of what passes, and goes on with what is added", () => {
    const sieve = new Sieve(isEven);
    const items = [4, 5, 6];
    expect(sieve.run(items)).toBe(true);
    expect(sieve.found).toEqual([0, 2]);
    expect(sieve.run([...items, 7, 8])).toBe(true);
    expect(sieve.found).toEqual([0, 2, 4]);
  });

  it("stops when its time is up, and comes to the same end", () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    const sieve = new Sieve(isEven);
    let pieces = 0;
    while (!sieve.run(items, -1)) {
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(100);
    expect(sieve.found).toHaveLength(5_000);
  });
});
