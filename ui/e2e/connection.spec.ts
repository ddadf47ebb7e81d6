import type { Page } from "@playwright/test";
import { execute, register } from "./seed";
import { expect, test } from "./test";

const HELLO = "tests/fixtures/playbooks/hello_world";

test.use({
  setting: { name: "connection", seed: (server) => register(server, "examples/hello_world") },
});

/** Leaves a mark that a reload would wipe away. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.mark = "still here";
  });
}

async function expectNoReload(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-mark", "still here");
}

const lost = (page: Page) => page.getByRole("alert").filter({ hasText: "has not answered" });

test("a server that is killed is missed, and its return is noticed without a reload", async ({
  page,
  server,
}) => {
  await execute(server, HELLO);
  await page.goto("/executions");
  await expect(page.getByText("hello_world").first()).toBeVisible();
  await mark(page);

  await server.stop("SIGKILL");
  await expect(lost(page)).toBeVisible();
  await expect(page.getByText("hello_world").first()).toBeVisible();

  await server.start();
  await expect(lost(page)).toBeHidden();
  await expectNoReload(page);
});

test("after a restart in the middle the page goes on by itself", async ({ page, server }) => {
  await page.goto("/executions");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await mark(page);
  await server.stop();
  await server.start();
  const id = await execute(server, HELLO);
  await expect(page.locator(`a[href*="${id}"]`).first()).toBeVisible({ timeout: 60_000 });
  await expect(lost(page)).toBeHidden();
  await expectNoReload(page);
});

test("a network that breaks is said, and the page goes on when it is back", async ({
  page,
  context,
}) => {
  await page.goto("/system");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await mark(page);
  await context.setOffline(true);
  await expect(lost(page)).toBeVisible({ timeout: 60_000 });
  await context.setOffline(false);
  await expect(lost(page)).toBeHidden();
  await expectNoReload(page);
});
