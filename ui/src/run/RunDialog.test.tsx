// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Tooltip } from "radix-ui";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunDialog } from "./RunDialog";

const PLAYBOOK = {
  path: "demo/trip",
  version: 2,
  name: "trip",
  created_at: "2026-01-31T08:30:00Z",
  content: "",
  payload: { metadata: {}, workload: { city: "Paris", note: "{{ city }}" } },
  inputs: {
    type: "object",
    properties: {
      city: { type: "string", default: "Paris" },
      days: { type: "integer", minimum: 1, maximum: 14 },
    },
    required: ["days"],
  },
};

const orders: { key: string | undefined; body: unknown }[] = [];
let answer: () => Response;

const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });

beforeEach(() => {
  orders.length = 0;
  answer = () => json({ execution_id: "7" });
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    if (address === "/api/execute") {
      const headers = init.headers as Record<string, string>;
      orders.push({ key: headers["Idempotency-Key"], body: JSON.parse(String(init.body)) });
      return answer();
    }
    return address.startsWith("/api/catalog/playbook")
      ? json(PLAYBOOK)
      : json({ role: "admin", token_needed: false, permissions: ["read", "operate"] });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([
    { path: "/", element: <RunDialog isOpen onClose={() => undefined} path="demo/trip" /> },
    { path: "/executions/:id", element: <p>The execution</p> },
  ]);
  render(
    <QueryClientProvider client={queries}>
      <Tooltip.Provider>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
}

const field = (name: string | RegExp) => screen.findByLabelText(name) as Promise<HTMLInputElement>;
const run = () => fireEvent.click(screen.getByRole("button", { name: "Run" }));

test("sends what was changed, once, and goes to the execution", async () => {
  show();
  fireEvent.change(await field(/days/), { target: { value: "3" } });
  run();
  run();
  await screen.findByText("The execution");
  expect(orders.map(({ body }) => body)).toEqual([
    { path: "demo/trip", version: 2, payload: { days: 3 } },
  ]);
  expect(orders[0]?.key).toMatch(/^ui-/);
});

test("says what is missing before anything is sent", async () => {
  show();
  await field(/days/);
  run();
  await screen.findByText("This is needed: a whole number.");
  expect((await field(/days/)).getAttribute("aria-invalid")).toBe("true");
  expect(orders).toEqual([]);
});

test("shows the server's flaws at their fields until they are changed", async () => {
  answer = () =>
    json(
      {
        status: 422,
        title: "Invalid inputs",
        code: "invalid-inputs",
        flaws: ["days: expected fewer, found 3", "unit: there is no such input"],
      },
      422,
    );
  show();
  fireEvent.change(await field(/days/), { target: { value: "3" } });
  run();
  await screen.findByText("Expected fewer, found 3.");
  expect(screen.getByRole("alert").textContent).toBe("unit: There is no such input.");
  fireEvent.change(await field(/days/), { target: { value: "2" } });
  expect(screen.queryByText("Expected fewer, found 3.")).toBeNull();
});

test("sends the same order again under the same key, another one under another", async () => {
  answer = () => json({ status: 503, title: "Away", code: "store-away" }, 503);
  show();
  fireEvent.change(await field(/days/), { target: { value: "3" } });
  for (const count of [1, 2]) {
    run();
    await waitFor(() => expect(orders).toHaveLength(count));
    await screen.findByText(/The server did not answer/);
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Run" })).toHaveProperty("disabled", false),
    );
  }
  fireEvent.change(await field(/days/), { target: { value: "4" } });
  run();
  await waitFor(() => expect(orders).toHaveLength(3));
  expect(orders[1]?.key).toBe(orders[0]?.key);
  expect(orders[2]?.key).not.toBe(orders[0]?.key);
});
