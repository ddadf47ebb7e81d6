import type { Browser, Page } from "@playwright/test";
import { standing } from "./places";
import { execute, long, many, register, status } from "./seed";
import type { Server } from "./server";
import { expect, test } from "./test";

// How large and how quick. Only the size is held against a limit: times depend on what else the machine does, so they
// are measured and told.
const FIRST_LOAD_MAX = 350_000;

let last = { long: "", many: "" };

test.use({
  // A trace takes a picture of the page at each step, which would be measured too.
  trace: "off",
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

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Time on the processor, in microseconds. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * The longest that the page's own thread was at one task, in milliseconds of processor time: what others on this machine
 * take does not count.
 */
async function longestTask(browser: Browser, page: Page, act: () => Promise<void>) {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const threads = traceEvents
    .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = traceEvents
    .filter(({ name, pid, tid }) => name === "RunTask" && threads.includes(`${pid} ${tid}`))
    .map(({ tdur }) => (tdur ?? 0) / 1000);
  expect(tasks.length, "tasks that were traced").toBeGreaterThan(0);
  return Math.round(Math.max(...tasks));
}

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
  test(`${what} can be opened, scrolled and looked through`, async ({ page, browser }) => {
    const tabs = page.getByRole("tablist", { name: "Views of the execution" }).getByRole("tab");
    const opening = await longestTask(browser, page, async () => {
      await page.goto(`/executions/${last[name]}`);
      await expect(standing(page)).toHaveText("Completed");
      await expect(page.locator("button[data-step]").first()).toBeVisible();
    });
    const longest = [`opening ${opening} ms`];
    for (let n = 0; n < (await tabs.count()); n++) {
      const label = ((await tabs.nth(n).textContent()) ?? "").replace(/[\d,\s]+$/, "");
      const time = await longestTask(browser, page, async () => {
        await tabs.nth(n).click();
        await expect(tabs.nth(n)).toHaveAttribute("aria-selected", "true");
        await page.mouse.move(640, 600);
        for (let turn = 0; turn < 10; turn++) {
          await page.mouse.wheel(0, 800);
          await page.evaluate(() => new Promise(requestAnimationFrame));
        }
      });
      longest.push(`${label.toLowerCase()} ${time} ms`);
    }
    tell(`${what}, longest task by processor time: ${longest.join(", ")}`);
  });
}
