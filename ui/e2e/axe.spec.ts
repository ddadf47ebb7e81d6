import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { PLACES, settled } from "./places";
import { execute, register } from "./seed";
import { expect, test } from "./test";

test.use({
  setting: {
    name: "axe",
    seed: async (server) => {
      await register(server, "examples/diamond", "examples/hello_world", "examples/counter_loop");
      await execute(server, "examples/diamond");
      await execute(server, "examples/counter_loop");
    },
  },
});

const PLAYBOOK = "/playbooks/examples/diamond";
const ADDRESSES = [
  ...PLACES.map(([address]) => address),
  PLAYBOOK,
  ...["graph", "versions", "runs", "inputs"].map((tab) => `${PLAYBOOK}?tab=${tab}`),
  "/playbooks/examples/counter_loop?run=1",
  "/editor?path=examples/diamond",
  "/none",
];
const VIEWS = [
  "",
  "?step=left",
  ...["timeline", "events", "logs", "why"].map((it) => `?tab=${it}`),
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on any page (${colorScheme})`, async ({ page, server }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const executions = await server.ask<{ items: { execution_id: string }[] }>(
      "GET",
      "/api/executions?path=examples/diamond",
    );
    const id = executions.items[0]?.execution_id;
    for (const address of [...ADDRESSES, ...VIEWS.map((view) => `/executions/${id}${view}`)]) {
      await page.goto(address);
      await settled(page);
      await expectAccessible(page, address);
    }
  });

  test(`axe finds nothing serious in the palette (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/system");
    await settled(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("diamond");
    await page.getByRole("option", { name: "Run examples/diamond" }).waitFor();
    await expectAccessible(page, "the palette");
  });
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((it) => it.html).join(" ")}`);
  expect.soft(found, where).toEqual([]);
}
