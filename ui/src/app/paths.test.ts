import { expect, test } from "vitest";
import { playbookIn, to } from "./paths";

test.each(["demo/hello", "demo/a%2Fb", "demo/50%", "a b/ü#?x", "demo//x", "%zz"])(
  "%s is found again in its address",
  (path) => {
    expect(playbookIn(to.playbook(path))).toBe(path);
  },
);

test("an address that somebody typed is taken as far as it can be", () => {
  expect(playbookIn("/playbooks/demo/50%")).toBe("demo/50%");
  expect(playbookIn("/playbooks/demo%2Fhello")).toBe("demo/hello");
});
