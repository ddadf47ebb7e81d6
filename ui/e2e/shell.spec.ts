import { PLACES } from "./places";
import { execute, register } from "./seed";
import { expect, test } from "./test";

test.use({
  setting: {
    name: "shell",
    seed: async (server) => {
      await register(server, "examples/diamond", "examples/hello_world");
      await execute(server, "examples/diamond");
    },
  },
});

test("the address without a path leads to the executions", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/executions$/);
  await expect(page).toHaveTitle("Executions · NoETL");
});

test("the menu leads to every page", async ({ page }) => {
  await page.goto("/");
  for (const [address, label] of PLACES) {
    const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: label });
    await link.click();
    await expect(page).toHaveURL(new RegExp(`${address}(\\?.*)?$`));
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("every page can be opened by its address", async ({ page }) => {
  for (const [address] of PLACES) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("a page that is not there says so", async ({ page }) => {
  await page.goto("/no/such.page");
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await expect(page.getByText("/no/such.page")).toBeVisible();
});

test("the palette opens by the keyboard, finds a playbook and goes there", async ({ page }) => {
  await page.goto("/executions");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("diamond");
  const found = palette.getByRole("option", { name: "examples/diamond", exact: true });
  await expect(found).toBeVisible();
  await expect(palette.getByRole("option", { name: "Run examples/diamond" })).toBeVisible();
  for (let n = 0; n < 10 && (await found.getAttribute("aria-selected")) !== "true"; n++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(palette.getByRole("combobox")).toBeHidden();
  await expect(page).toHaveURL(/\/playbooks\/examples\/diamond/);
});

test("Escape closes the palette", async ({ page }) => {
  await page.goto("/system");
  await page.getByRole("button", { name: "Search" }).first().click();
  const field = page.getByRole("combobox", { name: "Search and commands" });
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("colours follow the system until one chooses, and the choice is kept", async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/system");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).not.toBe(light);
  const dark = await background();

  await page.getByRole("button", { name: "Colours: as the system" }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  expect(await background()).toBe(light);
  await page.getByRole("button", { name: "Colours: light" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(background).toBe(dark);
});

test("the first Tab leads past the menu to the content", async ({ page }) => {
  await page.goto("/workers");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
});

test("on a narrow screen the menu opens and closes, and nothing is wider than it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/executions");
  for (const [address, label] of PLACES) {
    await page.getByRole("button", { name: "Open the menu" }).click();
    await page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link", { name: label })
      .click();
    await expect(page).toHaveURL(new RegExp(address));
    await expect(page.getByRole("button", { name: "Open the menu" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width(), `the width of ${address}`).toBeLessThanOrEqual(360);
  }
});
