import { expect, test } from "vitest";
import { plain } from "./plain";

test("leaves backslashes, quotes and line breaks as they are", () => {
  const text = 'C:\\new\\table "a"\n\t^\\d+$ 🦄 שלום';
  expect(plain(text)).toBe(text);
});

test("writes out what cannot be seen", () => {
  expect(plain("a\u0000b\u001b[31m\u202ec\r\n")).toBe("a\\u0000b\\u001b[31m\\u202ec\\u000d\n");
});
