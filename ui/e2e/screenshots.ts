import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { fill, type Gallery, MISTAKEN } from "./gallery";
import { reduced } from "./palette";
import { settled } from "./places";
import { execute } from "./seed";
import { freePort, type Server } from "./server";
import { expect, test } from "./test";

const PICTURES = resolve(import.meta.dirname, "../../docs/ui");

interface Shot {
  name: string;
  address: (gallery: Gallery) => string;
  /** What has to be there before the picture is taken, or to be done. */
  ready: (page: Page, server: Server) => Promise<void>;
  isNarrow?: boolean;
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).waitFor();
const step = (page: Page, name: string) => page.locator(`button[data-step="${name}"]`).waitFor();
const says = (words: string) => async (page: Page) => {
  await page.locator("main").getByText(words).first().waitFor();
};
const text = (page: Page) => page.locator(".cm-content").first().waitFor();
const tab = (name: string) => async (page: Page) => {
  await expect(page.getByRole("tab", { name, selected: true })).toBeVisible();
};

const SHOTS: Shot[] = [
  { name: "executions", address: () => "/executions", ready: rows },
  { name: "executions-narrow", address: () => "/executions", ready: rows, isNarrow: true },
  {
    name: "execution-graph",
    address: ({ running }) => `/executions/${running}`,
    ready: (page) => step(page, "merge"),
  },
  {
    name: "execution-narrow",
    address: ({ running }) => `/executions/${running}`,
    ready: heading,
    isNarrow: true,
  },
  {
    name: "execution-step",
    address: ({ failed }) => `/executions/${failed}?step=audit`,
    ready: (page) => step(page, "audit"),
  },
  {
    name: "execution-timeline",
    address: ({ done }) => `/executions/${done}?tab=timeline`,
    ready: tab("Timeline"),
  },
  {
    name: "execution-events",
    address: ({ done }) => `/executions/${done}?tab=events`,
    ready: tab("Events"),
  },
  {
    name: "execution-logs",
    address: ({ done }) => `/executions/${done}?tab=logs`,
    ready: says("audited"),
  },
  {
    name: "execution-why",
    address: ({ done }) => `/executions/${done}?tab=why&step=nothing`,
    ready: tab("Why"),
  },
  {
    name: "playbooks",
    address: () => "/playbooks",
    ready: says("shop/orders"),
  },
  { name: "playbook", address: () => "/playbooks/shop/orders", ready: text },
  {
    name: "playbook-graph",
    address: () => "/playbooks/shop/orders?tab=graph",
    ready: (page) => step(page, "merge"),
  },
  {
    name: "playbook-versions",
    address: () => "/playbooks/shop/orders?tab=versions",
    ready: text,
  },
  { name: "playbook-runs", address: () => "/playbooks/shop/orders?tab=runs", ready: heading },
  {
    name: "run",
    address: () => "/playbooks/examples/typed_inputs?run=1",
    ready: async (page) => page.getByLabel("days", { exact: false }).first().waitFor(),
  },
  { name: "editor", address: () => "/editor?path=shop/orders", ready: mistaken },
  { name: "editor-start", address: () => "/editor", ready: heading },
  { name: "workers", address: () => "/workers", ready: says("batch-2") },
  { name: "queue", address: () => "/queue", ready: says("reports") },
  { name: "credentials", address: () => "/credentials", ready: says("warehouse") },
  { name: "palette", address: () => "/executions", ready: palette },
  // Last: what runs for their lines stands in the lists from then on.
  { name: "system", address: () => "/system", ready: figures },
  { name: "system-narrow", address: () => "/system", ready: figures, isNarrow: true },
];

async function rows(page: Page): Promise<void> {
  await page.getByText("shop/orders").first().waitFor();
  await page.getByRole("region", { name: "Outcomes over time" }).waitFor();
}

/** Lines are drawn between what is measured now and then, while something runs. */
async function figures(page: Page, server: Server): Promise<void> {
  const points = async () => {
    await execute(server, "examples/diamond");
    await execute(server, "examples/counter_loop");
    const lines = page.locator("main svg polyline");
    return lines.evaluateAll((all) =>
      all.length < 6
        ? 0
        : Math.min(...all.map((line) => (line.getAttribute("points") ?? "").split(" ").length)),
    );
  };
  await expect.poll(points, { timeout: 120_000, intervals: [300] }).toBeGreaterThan(8);
}

async function mistaken(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Text of the playbook" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(MISTAKEN);
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("button").first();
  await problem.click();
}

async function palette(page: Page): Promise<void> {
  await rows(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("orders");
  await page.getByRole("option", { name: "Run shop/orders" }).waitFor();
}

let gallery: Gallery;

test.use({
  setting: {
    name: "screenshots",
    port: await freePort(),
    seed: async (server) => {
      gallery = await fill(server);
    },
  },
});

for (const { name, address, ready, isNarrow } of SHOTS) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name} ${colorScheme}`, async ({ page, server }) => {
      await page.setViewportSize(
        isNarrow ? { width: 360, height: 740 } : { width: 1280, height: 800 },
      );
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(address(gallery));
      await ready(page, server);
      await settled(page);
      const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
      mkdirSync(PICTURES, { recursive: true });
      writeFileSync(resolve(PICTURES, `${name}-${colorScheme}.png`), await reduced(page, picture));
    });
  }
}
