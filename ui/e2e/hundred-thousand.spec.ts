import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { noetl } from "./server";
import { expect, test } from "./test";

const COUNT = 100_000;

/** Kept among what the build makes: filling it takes a minute. */
const STORE = resolve(import.meta.dirname, "../../target/browser-tests-store");

function fill(data: string): void {
  const filled = join(data, "filled");
  if (!existsSync(filled)) {
    rmSync(data, { recursive: true, force: true });
    const rounds = ["--executions", "1", "--rounds", "1", "--warm-up", "0s"];
    noetl("bench", "linear", "--size", "1", "--data", data, "--finished", `${COUNT}`, ...rounds);
    writeFileSync(filled, "");
  }
}

test.use({ setting: { name: "hundred thousand", data: STORE, prepare: fill } });

test("100,000 executions are paged through to the oldest, and back", async ({ page, server }) => {
  test.setTimeout(600_000);
  const { items } = await server.ask<{ items: { execution_id: string }[] }>(
    "GET",
    "/api/executions?limit=1",
  );
  const newest = String(items[0]?.execution_id);
  await page.goto("/executions");
  const list = page.getByRole("grid", { name: "Executions" });
  await expect(list.getByRole("row").nth(2)).toBeVisible();
  await list.focus();
  const begun = Date.now();
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(page.getByText(/That is all: 100,\d{3} executions/)).toBeVisible({
      timeout: 50,
    });
  }).toPass({ timeout: 400_000, intervals: [10] });
  test.info().annotations.push({
    type: "measured",
    description: `100,000 executions paged through in ${Math.round((Date.now() - begun) / 1000)} s`,
  });
  // Only what is in sight is drawn.
  expect(await list.getByRole("row").count()).toBeLessThan(200);

  await page.keyboard.press("Home");
  await expect(list.locator(`a[href="/executions/${newest}"]`)).toBeVisible();
});

test("an execution is found among 100,000 by its id", async ({ page, server }) => {
  const { items } = await server.ask<{ items: { execution_id: string }[] }>(
    "GET",
    "/api/executions?limit=300",
  );
  const sought = String(items.at(-1)?.execution_id);
  await page.goto("/executions");
  await page.getByRole("searchbox", { name: "Search by path or id" }).fill(sought);
  const list = page.getByRole("grid", { name: "Executions" });
  await expect(list.locator(`a[href="/executions/${sought}"]`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(sought));
});
