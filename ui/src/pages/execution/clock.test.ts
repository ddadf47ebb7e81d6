import { describe, expect, it } from "vitest";
import { ahead } from "./clock";

const START = "2026-11-29T12:00:00.000000Z";
const AT = Date.parse(START);

describe("ahead", () => {
  it("is nothing where the clocks agree", () => {
    expect(ahead({ start_time: START, duration: 10 }, AT + 10_400)).toBe(0);
  });

  it("is how far the server's clock is before ours", () => {
    expect(ahead({ start_time: START, duration: 10 }, AT)).toBe(10_000);
    expect(ahead({ start_time: START, duration: 0 }, AT + 60_000)).toBe(-60_000);
  });
});
