import { expect, test } from "vitest";
import { toldAt } from "./hover";
import { HEAD, LANGUAGE } from "./testing";

const TEXT = `${HEAD}  - step: a
    type: http
    endpoint: https://example.org
    join: any
    next: b
  - step: b
    desc: Does things.
    type: python
`;
const told = (word: string, plus = 1) => toldAt(TEXT, TEXT.indexOf(word) + plus, LANGUAGE);

test("keys are explained as the tool means them", () => {
  expect(told("endpoint")).toMatchObject({ title: "endpoint", about: "The URL.", more: null });
  expect(told("join")?.more).toBe("One of: all, any, each");
  expect(told("workload")?.about).toBe("The inputs.");
});

test("steps that are named are explained by themselves", () => {
  expect(told("next: b", 6)).toMatchObject({ about: "Does things.", more: "type: python" });
});

test("what the writer named means nothing to the language", () => {
  expect(told("days")).toBeNull();
  expect(told("https://")).toBeNull();
});
