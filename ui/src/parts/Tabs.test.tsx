// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Tabs } from "./Tabs";

afterEach(cleanup);

test("asks once for a tab, though a press brings the focus too before the page has followed", () => {
  const onChange = vi.fn<(value: string) => void>();
  const tabs = ["a", "b"].map((value) => ({ value, label: value, content: value }));
  render(<Tabs label="Views" tabs={tabs} value="a" onChange={onChange} />);
  const other = screen.getByRole("tab", { name: "b" });
  fireEvent.mouseDown(other, { button: 0 });
  fireEvent.focus(other);
  expect(onChange.mock.calls).toEqual([["b"]]);
});
