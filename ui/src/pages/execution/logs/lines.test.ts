import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../../api/types";
import { LogLines, ofStep, plain, split, textOf } from "./lines";

const entry = (step: string, text: string, attempt = 1): LogEntry => ({
  step,
  visit: 1,
  attempt,
  text,
});

function rows(...entries: LogEntry[]) {
  const lines = new LogLines();
  lines.add(entries);
  return lines.rows;
}

describe("LogLines", () => {
  it("has a head for each who speaks, and numbers their lines", () => {
    const made = rows(entry("a", "one\ntwo\n"), entry("b", "x\n"), entry("a", "three\n"));
    expect(
      made.map((it) => (it.kind === "head" ? `[${it.step}]` : `${it.number} ${it.text}`)),
    ).toEqual(["[a]", "1 one", "2 two", "[b]", "1 x", "[a]", "3 three"]);
  });

  it("joins a line that came in two pieces", () => {
    expect(textOf(rows(entry("a", "half "), entry("a", "and half\n")))).toBe(
      "--- a ---\nhalf and half\n",
    );
  });

  it("keeps empty lines", () => {
    expect(rows(entry("a", "\n\nx"))).toHaveLength(4);
  });

  it("is the same in pieces as at once", () => {
    const entries = [entry("a", "1\n2"), entry("a", "3\n"), entry("a", "again\n", 2)];
    const pieces = new LogLines();
    for (const it of entries) {
      pieces.add([it]);
    }
    expect(pieces.rows).toEqual(rows(...entries));
  });
});

describe("ofStep", () => {
  it("leaves out the others and heads that say nothing new", () => {
    const all = rows(entry("a", "1\n"), entry("b", "x\n"), entry("a", "2\n"));
    expect(textOf(ofStep(all, "a"))).toBe("--- a ---\n1\n2\n");
    expect(ofStep(all, null)).toBe(all);
  });
});

describe("plain", () => {
  it("is what a terminal would leave", () => {
    expect(plain("\u001b[32mok\u001b[0m")).toBe("ok");
    expect(plain("10 %\r50 %\r100 %")).toBe("100 %");
    expect(plain("windows\r")).toBe("windows");
  });
});

describe("split", () => {
  it("cuts out every match, whatever its case", () => {
    expect(split("An error, no ERROR", "error")).toEqual(["An ", "error", ", no ", "ERROR", ""]);
    expect(split("nothing", "error")).toEqual(["nothing"]);
    expect(split("nothing", "")).toEqual(["nothing"]);
  });
});
