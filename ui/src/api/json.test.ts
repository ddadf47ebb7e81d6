import { describe, expect, it } from "vitest";
import { parse } from "./json";

describe("parse", () => {
  it("reads JSON", () => {
    expect(parse('{"a":[1,2.5,"x",null,true],"id":"385552690930341559"}')).toEqual({
      a: [1, 2.5, "x", null, true],
      id: "385552690930341559",
    });
  });

  it("reads what JSON has no word for as words", () => {
    expect(parse('{"a":NaN,"b":[Infinity,-Infinity],"c":"say \\"NaN\\", then Infinity"}')).toEqual({
      a: "NaN",
      b: ["Infinity", "-Infinity"],
      c: 'say "NaN", then Infinity',
    });
  });

  it("fails on what is not JSON at all", () => {
    expect(() => parse("<html>")).toThrow(SyntaxError);
    expect(() => parse('{"a":')).toThrow(SyntaxError);
  });

  it("reads a long text with odd values quickly", () => {
    const long = "y\\n".repeat(1_000_000);
    expect(parse(`{"a":NaN,"long":"${long}"}`)).toMatchObject({ a: "NaN" });
  });

  // Where the runtime tells the text of a number, as browsers do.
  const tells = (() => {
    let has = false;
    (JSON.parse as (text: string, reviver: (...all: unknown[]) => unknown) => unknown)(
      "1",
      (...all) => {
        has = all.length > 2;
        return all[1];
      },
    );
    return has;
  })();

  it.runIf(tells)("keeps every digit of a long number", () => {
    const read = parse('{"a":1234567890123456789,"b":[1e30,12]}') as { a: unknown; b: unknown };
    expect(String(read.a)).toBe("1234567890123456789");
    expect(read.b).toEqual([1e30, 12]);
  });
});
