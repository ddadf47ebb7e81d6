import { standing } from "./places";
import { execute, fan, playbook, register, status } from "./seed";
import { expect, test } from "./test";

test.use({
  setting: { name: "execution", seed: (server) => register(server, "pipeline", "thousand") },
});

const PATH = "tests/pipeline";

test("one that waits is cancelled, with its reason", async ({ page, server }) => {
  const id = await execute(server, PATH, { seconds: 0, pause: "2h" });
  await page.goto(`/executions/${id}`);
  await expect(page.getByRole("list", { name: "At this moment" })).toContainText("cool_down");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  const asked = page.getByRole("dialog");
  await asked.getByLabel("Reason").fill("not needed any more");
  await asked.getByRole("button", { name: "Cancel the execution" }).click();
  await expect(standing(page)).toHaveText("Cancelled");
  expect(await status(server, id)).toBe("CANCELLED");
  await expect(page.getByText("not needed any more").first()).toBeVisible();
});

test("one is paused and goes on", async ({ page, server }) => {
  const id = await execute(server, PATH, { seconds: 0, pause: "5s" });
  await page.goto(`/executions/${id}`);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(standing(page)).toHaveText("Completed");
});

test("a failed one says why, and its retry succeeds as an execution of its own", async ({
  page,
  server,
}) => {
  const id = await execute(server, PATH, { seconds: 0, fail: true });
  await page.goto(`/executions/${id}`);
  const why = page.getByRole("region", { name: "Why it failed" });
  await expect(why).toContainText("audit");
  await expect(why).toContainText("three orders have no customer");

  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("menuitem").first().click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole("link", { name: id })).toBeVisible();
});

test("a failed step shows its attempts, the traceback, and the playbook's line", async ({
  page,
  server,
}) => {
  const line =
    playbook("pipeline")
      .split("\n")
      .findIndex((it) => it.includes("raise ")) + 1;
  const id = await execute(server, PATH, { seconds: 0, fail: true });
  await page.goto(`/executions/${id}`);
  await expect(standing(page)).toHaveText("Failed");
  const step = page.locator('button[data-step="audit"]');
  await expect(step).toHaveAttribute("data-status", "FAILED");
  await step.click();
  const panel = page.getByRole("complementary", { name: "Step audit" });
  await expect(panel).toContainText("1 of 2");
  await expect(panel).toContainText("2 of 2");
  await expect(panel.getByText("Traceback (most recent call last)").last()).toBeVisible();
  const place = panel.getByRole("link", { name: `playbook line ${line}` }).first();
  await place.click();
  await expect(page).toHaveURL(new RegExp(`line=${line}`));
  await expect(page.locator(".cm-shown")).toContainText("raise ValueError");
});

test("the events come live and can be read to the last", async ({ page, server }) => {
  const id = await execute(server, PATH);
  await page.goto(`/executions/${id}?tab=events`);
  const events = page.getByRole("region", { name: "Events" });
  await expect(events.getByText("execution_start")).toBeVisible();
  await expect(async () => {
    await events.focus();
    await page.keyboard.press("End");
    await expect(events.getByText("execution_complete")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await events.getByRole("button", { name: /execution_complete/ }).click();
  await expect(events.getByText("count").first()).toBeVisible();
  await expect(standing(page)).toHaveText("Completed");
});

test("an iterator of 1,000 items is followed to its end", async ({ page, server }) => {
  const id = await execute(server, "tests/thousand");
  await page.goto(`/executions/${id}`);
  await expect(standing(page)).toHaveText("Running");
  const each = page.locator('button[data-step="each"]');
  await expect(each).toContainText(/[1-9]\d*\/1000/);
  await expect(standing(page)).toHaveText("Completed", { timeout: 150_000 });
  await expect(each).toContainText("1000/1000");
  expect(await status(server, id)).toBe("COMPLETED");
});

test("every edge of a large graph tells its condition and value, and few have labels", async ({
  page,
  server,
}) => {
  await server.ask("POST", "/api/catalog/register", { content: fan() });
  const id = await execute(server, "tests/fan");
  await page.goto(`/executions/${id}`);
  await expect(standing(page)).toHaveText("Completed");
  const labels = page.getByRole("button", { name: /^From start to w/ });
  await expect(labels.first()).toBeVisible();
  expect(await labels.count()).toBeLessThanOrEqual(40);

  // The edge comes to a step of the second row from the left, along the gap above it.
  const box = await page.locator('button[data-step="w24"]').boundingBox();
  expect(box).not.toBeNull();
  const { x, y, width } = box ?? { x: 0, y: 0, width: 0 };
  const told = page.getByRole("tooltip");
  await page.mouse.move(x + 8, y - (12 * width) / 208);
  await expect(told).toContainText("start → w24");
  await expect(told).toContainText("{{ (workload.one + 24) % 3 == 0 }}");
  await expect(told).toContainText("Value: false");
  await page.keyboard.press("Escape");
  await expect(told).toBeHidden();

  // It goes too when the picture moves away under the pointer.
  await page.locator('button[data-step="w24"]').focus();
  await page.mouse.move(x + 8, y + 20);
  await page.mouse.move(x + 8, y - (12 * width) / 208);
  await expect(told).toContainText("start → w24");
  await page.keyboard.press("0");
  await expect(told).toBeHidden();
});
