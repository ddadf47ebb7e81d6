import type { Page } from "@playwright/test";
import { standing } from "./places";
import { execute, long, many, register, status } from "./seed";
import type { Server } from "./server";
import { expect, test } from "./test";

// How large and how quick. Only the size is held against a limit: times depend on what else the machine does, so they
// are measured and told.
const FIRST_LOAD_MAX = 350_000;

let last = { long: "", many: "" };

test.use({
  setting: {
    name: "load",
    seed: async (server) => {
      await register(server, "examples/diamond");
      await execute(server, "examples/diamond");
      last = { long: await fill(server, long()), many: await fill(server, many()) };
    },
  },
});

async function fill(server: Server, content: string): Promise<string> {
  const { path } = await server.ask<{ path: string }>("POST", "/api/catalog/register", { content });
  const id = await execute(server, path);
  await expect.poll(() => status(server, id), { timeout: 300_000 }).toBe("COMPLETED");
  return id;
}

function tell(what: string): void {
  test.info().annotations.push({ type: "measured", description: what });
  console.log(`measured: ${what}`);
}

/** Collects the tasks of more than 50 ms from the start of the page on. */
async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask", buffered: true });
  });
}

const longest = (page: Page) =>
  page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));

test("the first load is small", async ({ page }) => {
  await page.goto("/executions");
  await expect(page.getByText("diamond").first()).toBeVisible();
  const { bytes, interactive } = await page.evaluate(() => {
    const loads = performance.getEntries() as PerformanceResourceTiming[];
    const files = loads.filter(({ name }) => /\/executions$|\.(js|css|svg)$/.test(name));
    const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return {
      bytes: files.reduce((sum, { encodedBodySize }) => sum + (encodedBodySize ?? 0), 0),
      interactive: page?.domContentLoadedEventEnd ?? 0,
    };
  });
  tell(
    `first load ${Math.round(bytes / 1000)} kB packed, scripts run after ${Math.round(interactive)} ms`,
  );
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(FIRST_LOAD_MAX);
});

for (const [name, what] of [
  ["long", "an execution of 500 steps"],
  ["many", "an execution of 20,000 events"],
] as const) {
  test(`${what} can be opened, scrolled and looked through`, async ({ page }) => {
    await watchTasks(page);
    await page.goto(`/executions/${last[name]}`);
    await expect(standing(page)).toHaveText("Completed");
    const tabs = page.getByRole("tablist", { name: "Views of the execution" }).getByRole("tab");
    for (let n = 0; n < (await tabs.count()); n++) {
      await tabs.nth(n).click();
      await expect(tabs.nth(n)).toHaveAttribute("aria-selected", "true");
      await page.mouse.move(640, 600);
      for (let turn = 0; turn < 20; turn++) {
        await page.mouse.wheel(0, 800);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    }
    tell(`${what}: the longest task took ${Math.round(await longest(page))} ms`);
  });
}
