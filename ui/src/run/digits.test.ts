import { expect, test } from "vitest";
import { longNumber } from "./digits";

test.each([
  ['{"id": 385544788224190965}', "385544788224190965"],
  ["[-9007199254740993]", "-9007199254740993"],
  ['{"id": "385544788224190965", "say \\"385544788224190965\\"": 1}', undefined],
  ["9007199254740991", undefined],
  ["[0.1234567890123456789, 1e30]", undefined],
])("%s has %s", (json, number) => {
  expect(longNumber(json)).toBe(number);
});
