// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useRef, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Read, useReading } from "./useReading";

let isReading = false;

function Rows({ isBusy = false }: { isBusy?: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const [read] = useState<Read>(() => ({
    setReading: (it) => {
      isReading = it;
    },
  }));
  const [isOpen, setOpen] = useState(false);
  useReading(frame, read, isBusy);
  return (
    <>
      <div ref={frame} data-testid="frame">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Menu
        </button>
      </div>
      <button type="button">Elsewhere</button>
    </>
  );
}

const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("whoever aims at a row reads for a while", () => {
  render(<Rows />);
  expect(isReading).toBe(false);
  fireEvent.pointerMove(screen.getByTestId("frame"));
  expect(isReading).toBe(true);
  act(() => vi.advanceTimersByTime(2_000));
  expect(isReading).toBe(false);
});

test("whoever has the focus there, or the menu of a row open, reads", () => {
  render(<Rows />);
  act(() => button("Menu").focus());
  expect(isReading).toBe(true);
  fireEvent.click(button("Menu"));
  act(() => button("Elsewhere").focus());
  expect(isReading).toBe(true);
  fireEvent.click(button("Menu"));
  act(() => button("Menu").focus());
  act(() => button("Elsewhere").focus());
  expect(isReading).toBe(false);
});

test("whoever is busy reads all the time", () => {
  const { rerender } = render(<Rows isBusy />);
  expect(isReading).toBe(true);
  rerender(<Rows />);
  expect(isReading).toBe(false);
});
