import { expect, test } from "./test";

test.use({ setting: { name: "empty" } });

// A server without anything teaches what to do next.
for (const [address, words] of [
  ["/executions", /noetl execute/],
  ["/playbooks", /noetl register/],
  ["/workers", /noetl worker start/],
  ["/queue", /noetl execute/],
  ["/credentials", /noetl credential register/],
] as const) {
  test(`with nothing there yet, ${address} says the next command`, async ({ page }) => {
    await page.goto(address);
    await expect(page.locator("main").getByText(words).first()).toBeVisible();
  });
}

test("an execution that is not there says so", async ({ page }) => {
  await page.goto("/executions/123");
  await expect(page.getByRole("heading", { name: "There is no such execution" })).toBeVisible();
});

test("a playbook that is not there says so", async ({ page }) => {
  await page.goto("/playbooks/no/such");
  await expect(page.locator("main").getByText("no/such").first()).toBeVisible();
});
