import type { Locator, Page } from "@playwright/test";
import { playbook, register } from "./seed";
import { expect, test } from "./test";

const HELLO = "tests/fixtures/playbooks/hello_world";
const ADDRESS = `/editor?path=${encodeURIComponent(HELLO)}`;

test.use({
  setting: {
    name: "editor",
    seed: (server) => register(server, "examples/hello_world"),
  },
});

const text = (page: Page) => page.getByRole("textbox", { name: "Text of the playbook" });
const row = (page: Page, words: string) => page.locator(".cm-line", { hasText: words }).first();
const offered = (page: Page) => page.getByRole("listbox", { name: "Completions" });

/** The editor takes keys for what it offers only after 75 ms, when one could have read it: before, Enter is a new row. */
async function readable(page: Page): Promise<void> {
  await offered(page).evaluate(() => new Promise((done) => setTimeout(done, 150)));
}

/** Points at it, again where a change of the text meanwhile took away what is told of it. */
async function pointAt(page: Page, target: Locator, told: Locator): Promise<void> {
  await expect(async () => {
    await page.mouse.move(0, 0);
    await target.hover();
    await expect(told).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

/** To the end of the row with these words. */
async function goTo(page: Page, words: string): Promise<void> {
  await row(page, words).click({ position: { x: 20, y: 8 } });
  await page.keyboard.press("End");
}

test("keys, values and names are completed; hints say what a key is for", async ({ page }) => {
  await page.goto("/editor?new=http");
  await goTo(page, "timeout: 10s");
  await page.keyboard.press("Enter");
  await page.keyboard.type("metho");
  await expect(offered(page)).toContainText("method");
  await readable(page);
  await page.keyboard.press("Enter");
  await expect(row(page, "method:")).toBeVisible();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");

  await goTo(page, "else: end");
  for (let n = 0; n < "end".length; n++) {
    await page.keyboard.press("Backspace");
  }
  await page.keyboard.type("unr");
  await expect(offered(page)).toContainText("unreachable");
  await page.keyboard.press("Escape");

  const hint = page.locator(".cm-hint");
  await pointAt(page, row(page, "retry:").getByText("retry").first(), hint);
  await expect(hint).toContainText("attempt");
});

test("a mistake is mended by the word that was meant", async ({ page }) => {
  await page.goto("/editor?new=hello");
  await goTo(page, "type: python");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  const mark = page.locator(".cm-lintRange-error");
  await expect(mark).toHaveText("pytho");
  const remedy = page.getByRole("button", { name: "Write python" });
  await pointAt(page, mark, remedy);
  await remedy.click();
  await expect(row(page, "type: python")).toBeVisible();
  await expect(page.getByRole("status").getByText("Valid")).toBeVisible();
});

test("what is not saved is asked about, and kept as a draft", async ({ page }) => {
  await page.goto(ADDRESS);
  await goTo(page, "name: hello_world");
  await page.keyboard.type(" # mine");
  await expect(page.getByText("changed, not saved")).toBeVisible();

  await page.getByRole("link", { name: "Queue" }).click();
  const question = page.getByRole("dialog", { name: "The text is not saved" });
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(text(page)).toContainText("# mine");

  await page.getByRole("link", { name: "Queue" }).click();
  await question.getByRole("button", { name: "Leave, keep a draft" }).click();
  await expect(page).toHaveURL(/\/queue/);

  await page.getByRole("link", { name: "Editor" }).click();
  await page.getByRole("link", { name: HELLO }).click();
  await expect(text(page)).toContainText("# mine");
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(text(page)).not.toContainText("# mine");
  await expect(page.getByText("changed, not saved")).toBeHidden();
});

test("a version that somebody else registered is not superseded unseen", async ({
  page,
  server,
}) => {
  await page.goto(ADDRESS);
  await goTo(page, "name: hello_world");
  await page.keyboard.type(" # mine");
  const content = `${playbook("examples/hello_world")}# theirs\n`;
  await server.ask("POST", "/api/catalog/register", { content });

  await page.keyboard.press("Control+s");
  const question = page.getByRole("dialog", { name: "There is a newer version" });
  await expect(question).toContainText("# theirs");
  await question.getByRole("button", { name: "Save as version 3" }).click();
  await expect(page.getByText(`Saved ${HELLO} as version 3.`)).toBeVisible();
  await expect(page.getByRole("link", { name: "version 3" })).toBeVisible();

  await page.keyboard.press("Control+s");
  await expect(page.getByText("Nothing has changed: it is version 3 as before.")).toBeVisible();
});

test("the keyboard gets in, out and along", async ({ page }) => {
  await page.goto(ADDRESS);
  await text(page).focus();
  await page.keyboard.press("Tab");
  await expect(text(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  const bar = page.getByRole("separator", { name: "Width of the text" });
  await expect(bar).toBeFocused();
  const before = Number(await bar.getAttribute("aria-valuenow"));
  await page.keyboard.press("ArrowRight");
  await expect(bar).toHaveAttribute("aria-valuenow", String(before + 3));
});

test("a step of the graph leads to its lines, and the cursor to its step", async ({ page }) => {
  await page.goto(ADDRESS);
  const step = page.locator('button[data-step="test_step"]');
  await step.click();
  await expect(page.locator(".cm-activeLine")).toContainText("step: test_step");
  await expect(step).toHaveAttribute("aria-pressed", "true");
  await goTo(page, "step: end");
  await expect(step).toHaveAttribute("aria-pressed", "false");
});
