import { standing } from "./places";
import { execute, register } from "./seed";
import { expect, test } from "./test";

test.use({
  setting: {
    name: "keyboard",
    seed: async (server) => {
      await register(server, "pipeline");
      await execute(server, "tests/pipeline", { seconds: 0, fail: true });
    },
  },
});

test("without a mouse a playbook is found, run, and its graph walked through", async ({ page }) => {
  await page.goto("/executions");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeFocused();
  await page.keyboard.type("pipeline");
  const run = page.getByRole("option", { name: "Run tests/pipeline" });
  await run.waitFor();
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    expect(await run.getAttribute("aria-selected")).toBe("true");
  }).toPass({ intervals: [100] });
  await page.keyboard.press("Enter");

  // In the form: into the first field, another value, and off.
  const form = page.getByRole("dialog");
  const orders = form.getByLabel("orders", { exact: true });
  await orders.waitFor();
  for (let n = 0; n < 20 && !(await orders.evaluate((it) => it === document.activeElement)); n++) {
    await page.keyboard.press("Tab");
  }
  await expect(orders).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("3");
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/\/executions\/\d+/);
  await expect(standing(page)).toHaveText("Completed");

  // Arrows walk along the edges of the graph, Enter opens a step, Escape closes it.
  const step = (name: string) => page.locator(`button[data-step="${name}"]`);
  const focused = page.locator("button[data-step]:focus");
  for (let n = 0; n < 80 && (await focused.count()) === 0; n++) {
    await page.keyboard.press("Tab");
  }
  await expect(step("start")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(step("fetch")).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Step fetch" });
  await expect(panel).toBeVisible();
  await panel.getByRole("button", { name: "Close (Esc)" }).focus();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  // A letter goes to each view.
  for (const [letter, name] of [
    ["t", "Timeline"],
    ["e", "Events"],
    ["l", "Logs"],
    ["w", "Why"],
    ["g", "Graph"],
  ] as const) {
    await page.locator("body").press(letter);
    await expect(page.getByRole("tab", { name: new RegExp(`^${name}`) })).toHaveAttribute(
      "aria-selected",
      "true",
    );
  }
});

test("the list of executions is walked through and opened by keys", async ({ page }) => {
  await page.goto("/executions?status=FAILED");
  const list = page.getByRole("grid", { name: "Executions" });
  await expect(list.getByText("tests/pipeline")).toBeVisible();
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(list.getByRole("checkbox", { name: /Select tests\/pipeline/ })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(list.getByRole("checkbox", { name: /Select tests\/pipeline/ })).not.toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/executions\/\d+/);
  await expect(standing(page)).toHaveText("Failed");
});
