// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Bucket } from "../../api/types";
import { Bars } from "./Bars";
import { OUTCOMES } from "./buckets";
import type { Period } from "./filters";

const NOON = Date.parse("2026-11-29T12:00:00Z");
const MINUTE = 60_000;
const buckets: Bucket[] = [0, 3, 0, 7].map((completed, index) => ({
  start: new Date(NOON + index * MINUTE).toISOString(),
  completed,
  failed: index,
  cancelled: 0,
  active: 0,
}));
vi.setConfig({ testTimeout: 20_000 });
const onChoose = vi.fn<(period: Period) => void>();

beforeEach(() => {
  onChoose.mockClear();
  render(<Bars buckets={buckets} bucketSeconds={60} shown={[...OUTCOMES]} onChoose={onChoose} />);
});

afterEach(cleanup);

const keys = (...names: string[]) => {
  for (const name of names) {
    const [key, isShift] = name.startsWith("+") ? [name.slice(1), true] : [name, false];
    fireEvent.keyDown(screen.getByRole("listbox"), { key, shiftKey: isShift });
  }
};

test("each bar says its numbers", () => {
  const names = screen.getAllByRole("option").map((it) => it.getAttribute("aria-label"));
  expect(names[3]).toMatch(/: 7 completed, 3 failed, 0 cancelled, 0 active$/);
  expect(names[0]).toMatch(/: none$/);
});

test("arrows move over the bars, and Enter chooses the time of one", () => {
  keys("ArrowRight", "ArrowRight");
  const list = screen.getByRole("listbox");
  const current = document.getElementById(list.getAttribute("aria-activedescendant") ?? "");
  expect(current?.getAttribute("aria-selected")).toBe("true");
  keys("Enter");
  expect(onChoose).toHaveBeenCalledWith({ from: NOON + MINUTE, until: NOON + 2 * MINUTE });
});

test("with Shift several are chosen, from the last one too", () => {
  keys("ArrowLeft", "+ArrowLeft", "+ArrowLeft", "Enter");
  expect(onChoose).toHaveBeenCalledWith({ from: NOON + MINUTE, until: NOON + 4 * MINUTE });
});

test("Escape lets go, and Enter without a bar chooses nothing", () => {
  keys("Enter", "Home", "Escape", "Enter");
  expect(onChoose).not.toHaveBeenCalled();
});
