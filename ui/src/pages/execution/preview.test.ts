import { describe, expect, it } from "vitest";
import { preview } from "./preview";

describe("preview", () => {
  it("writes a small value whole", () => {
    expect(preview({ orders: 12, region: "emea", deep: { a: [1, null] } })).toEqual({
      text: 'orders: 12, region: "emea", deep: {a: [1, null]}',
      isAll: true,
    });
    expect(preview("a text")).toEqual({ text: "a text", isAll: true });
    expect(preview({})).toEqual({ text: "{}", isAll: true });
    expect(preview(null).text).toBe("null");
  });

  it("cuts a large one, and says so", () => {
    const { text, isAll } = preview(
      Array.from({ length: 1_000_000 }, (_, index) => index),
      20,
    );
    expect(text).toBe("[0, 1, 2, 3, 4, 5, 6");
    expect(isAll).toBe(false);
  });
});
