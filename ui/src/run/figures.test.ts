import { expect, test } from "vitest";
import { percent, summary, toneOf } from "./figures";

test.each([
  [1, "100 %"],
  [0, "0 %"],
  [0.754, "75 %"],
  [0.9999, "99.9 %"],
  [0.004, "<1 %"],
])("%d is %s", (rate, words) => {
  expect(percent(rate)).toBe(words);
});

test("rates have tones", () => {
  expect([1, 0.8, 0.2].map(toneOf)).toEqual(["completed", "waiting", "failed"]);
});

test("the last runs in words", () => {
  const run = (status: "COMPLETED" | "FAILED") => ({
    execution_id: "1",
    status,
    start_time: "",
    duration: 1,
  });
  expect(summary([run("COMPLETED"), run("FAILED"), run("COMPLETED")])).toBe(
    "The last 3 runs: 2 completed, 1 failed",
  );
  expect(summary([run("FAILED")])).toBe("The last run: 1 failed");
});
