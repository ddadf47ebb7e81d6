import type { Page } from "@playwright/test";
import { execute, register } from "./seed";
import { expect, test } from "./test";

const HELLO = "tests/fixtures/playbooks/hello_world";

test.use({
  setting: {
    name: "tokens",
    needsTokens: true,
    seed: async (server) => {
      await register(server, "examples/hello_world");
      await execute(server, HELLO);
    },
  },
});

const asked = (page: Page) => page.getByRole("dialog", { name: "Sign in" });

async function signIn(page: Page, token: string): Promise<void> {
  await asked(page).getByLabel("Access token").fill(token);
  await asked(page).getByRole("button", { name: "Sign in" }).click();
}

test("without a token nothing is shown; a wrong one is refused, a good one lets in", async ({
  page,
  server,
}) => {
  await page.goto("/executions");
  await expect(asked(page)).toBeVisible();
  await expect(page.getByText("hello_world")).toBeHidden();

  await signIn(page, "noetl_wrong");
  await expect(asked(page).getByText(/token/i).last()).toBeVisible();
  await expect(asked(page)).toBeVisible();

  await signIn(page, server.token);
  await expect(asked(page)).toBeHidden();
  await expect(page.getByText("hello_world").first()).toBeVisible();
  await expect(page.getByText("Signed in as admin")).toBeVisible();
});

test("the token is in no place that a script could read", async ({ page, server }) => {
  await page.goto("/executions");
  await signIn(page, server.token);
  await expect(asked(page)).toBeHidden();
  const readable = await page.evaluate(
    () => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage),
  );
  expect(readable).not.toContain(server.token);
  expect(page.url()).not.toContain("noetl_");
});

test("a token that is revoked locks the page, and another opens it where one was", async ({
  page,
  server,
}) => {
  const first = server.createToken("operator");
  await page.goto("/playbooks");
  await signIn(page, first.token);
  await expect(page.getByText("Signed in as operator")).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.dataset.mark = "still here";
  });

  server.revoke(first);
  await page.getByRole("link", { name: "Executions" }).first().click();
  await expect(asked(page)).toBeVisible();

  await signIn(page, server.token);
  await expect(asked(page)).toBeHidden();
  await expect(page.getByText("hello_world").first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-mark", "still here");
});

test("a token that runs out locks the page, and another opens it", async ({ page, server }) => {
  const brief = server.createToken("viewer", "15s");
  await page.goto("/executions");
  await signIn(page, brief.token);
  await expect(page.getByText("Signed in as viewer")).toBeVisible();
  await expect(asked(page)).toBeVisible({ timeout: 90_000 });
  await signIn(page, server.token);
  await expect(page.getByText("hello_world").first()).toBeVisible();
});

test("who may only look is told so, and can change nothing", async ({ page, server }) => {
  await page.goto("/editor?new=hello");
  await signIn(page, server.createToken("viewer").token);
  await expect(page.getByText("Signed in as viewer")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await expect(page.getByRole("textbox", { name: "Text of the playbook" })).toHaveAttribute(
    "aria-readonly",
    "true",
  );
});

test("who signs out has to sign in again", async ({ page, server }) => {
  await page.goto("/system");
  await signIn(page, server.token);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(asked(page)).toBeVisible();
  await expect(page).toHaveURL(/\/executions$/);
});
