import { describe, expect, it } from "vitest";
import { offset } from "./offset";

describe("offset", () => {
  it("grows with what it tells", () => {
    expect(offset(0)).toBe("+0.000");
    expect(offset(12_345)).toBe("+12.345");
    expect(offset(187_120)).toBe("+3:07.120");
    expect(offset(7_205_000)).toBe("+2:00:05.000");
  });

  it("never goes before the beginning", () => {
    expect(offset(-3)).toBe("+0.000");
  });
});
