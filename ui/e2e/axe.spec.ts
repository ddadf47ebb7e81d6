import AxeBuilder from "@axe-core/playwright";
import { PLACES } from "./places";
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

const ADDRESSES = [...PLACES.map(([address]) => address), "/playbooks/examples/diamond", "/none"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on any page (${colorScheme})`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { items } = await server.ask<{ items: { execution_id: string }[] }>(
      "GET",
      "/api/executions",
    );
    const executions = items.map(({ execution_id }) => `/executions/${execution_id}`);
    for (const address of [...ADDRESSES, ...executions]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle").catch(() => undefined);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((it) => it.html).join(" ")}`);
      expect.soft(found, address).toEqual([]);
    }
  });
}
