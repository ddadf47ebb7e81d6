import { expect, test } from "vitest";
import { parse } from "yaml";
import { outlineOf } from "../../editor/assist/outline";
import { STARTS } from "./starts";

test.each(STARTS)(
  "$title is whole: a path of its own, edges to steps that are there",
  ({ text }) => {
    const { steps, path } = outlineOf(text);
    const names = steps.map(({ name }) => name);
    expect(path).toMatch(/^demo\//);
    expect(names[0]).toBe("start");
    expect(names).toContain("end");
    expect(parse(text).workflow).toHaveLength(steps.length);
  },
);
