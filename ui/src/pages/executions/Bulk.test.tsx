// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { Tooltip } from "radix-ui";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Execution, Status } from "../../api/types";
import { Bulk } from "./Bulk";
import { Feed } from "./feed";
import { rowOf } from "./row";
import type { Selection } from "./selection";

const STATUSES: Status[] = ["RUNNING", "RUNNING", "PAUSED", "FAILED", "COMPLETED"];
const rows = STATUSES.map((status, index) =>
  rowOf({
    execution_id: String(900 - index),
    path: "a/b",
    playbook_name: "b",
    version: 1,
    status,
    progress: 0,
    start_time: "2026-11-29T12:00:00.000000Z",
    end_time: null,
    duration: 1,
    events_count: 1,
    parent_execution_id: null,
    retry_of: null,
    error: null,
  } satisfies Execution),
);
const asked: string[] = [];
const keys: (string | undefined)[] = [];
let isLost = false;
const ALL = new Set(rows.map(({ id }) => id));
const PATIENT = { timeout: 10_000 };
vi.setConfig({ testTimeout: 20_000 });

function Some() {
  const [selection, setSelection] = useState<Selection>({
    ids: ALL,
    anchor: null,
  });
  const [feed] = useState(
    () =>
      new Feed(
        { load: () => Promise.reject(new Error("not asked")), belongs: () => true },
        { rows, next: null },
      ),
  );
  return (
    <Tooltip.Provider>
      <Bulk feed={feed} state={feed.get()} selection={selection} onSelect={setSelection} />
      <button type="button" onClick={() => setSelection({ ids: ALL, anchor: null })}>
        All
      </button>
    </Tooltip.Provider>
  );
}

beforeEach(() => {
  asked.length = 0;
  keys.length = 0;
  vi.stubGlobal("fetch", async (address: string, init?: { headers?: Record<string, string> }) => {
    asked.push(address);
    keys.push(init?.headers?.["Idempotency-Key"]);
    if (isLost && address.endsWith("/retry")) {
      throw new TypeError("the answer is lost");
    }
    const isRefused = address.includes("/899/");
    const answer = isRefused
      ? { code: "ended", title: "Ended", detail: "execution 899 has ended already (FAILED)" }
      : { execution_id: "1", status: "CANCELLING" };
    return new Response(JSON.stringify(answer), { status: isRefused ? 409 : 200 });
  });
  render(<Some />);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const button = (name: string) => screen.getByRole("button", { name });

test("each action says how many of the chosen ones take it", () => {
  for (const name of ["Cancel 3", "Pause 2", "Resume 1", "Retry 2"]) {
    expect(button(name)).toBeTruthy();
  }
});

test("cancelling is asked for again, done for those that take it, and what failed is told", async () => {
  fireEvent.click(button("Cancel 3"));
  expect(screen.getByRole("dialog").textContent).toContain("The other 2 selected cannot be");
  fireEvent.click(screen.getAllByRole("button", { name: "Cancel 3" }).at(-1) as HTMLElement);
  expect(await screen.findByText("2 executions cancelled, 1 not", {}, PATIENT)).toBeTruthy();
  expect(screen.getByText("1 × execution has ended already (FAILED)")).toBeTruthy();
  expect(asked.sort()).toEqual(["898", "899", "900"].map((id) => `/api/executions/${id}/cancel`));
  fireEvent.click(button("Close"));
  expect(screen.queryByRole("region")).toBeNull();
});

test("what concerns one only is done at once", async () => {
  fireEvent.click(button("Resume 1"));
  expect(await screen.findByText("1 execution resumed", {}, PATIENT)).toBeTruthy();
  expect(asked).toEqual(["/api/executions/898/resume"]);
  expect(keys).toEqual([undefined]);
});

test("a retry whose answer was lost is asked for again under the same key", async () => {
  const retry = async () => {
    fireEvent.click(button("Retry 2"));
    fireEvent.click(screen.getAllByRole("button", { name: "Retry 2" }).at(-1) as HTMLElement);
    fireEvent.click(await screen.findByRole("button", { name: "Close" }, PATIENT));
    fireEvent.click(button("All"));
  };
  isLost = true;
  await retry();
  isLost = false;
  await retry();
  await retry();
  const ofOne = asked.flatMap((it, index) => (it.includes("/897/") ? keys[index] : []));
  expect(ofOne).toHaveLength(3);
  expect(ofOne[1]).toBe(ofOne[0]);
  expect(ofOne[2]).not.toBe(ofOne[1]);
});
