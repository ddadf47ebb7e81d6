import { expect, type Locator, type Page } from "@playwright/test";

/** The pages that a menu leads to: address, word in the menu. */
export const PLACES = [
  ["/executions", "Executions"],
  ["/playbooks", "Playbooks"],
  ["/editor", "Editor"],
  ["/workers", "Workers"],
  ["/queue", "Queue"],
  ["/credentials", "Credentials"],
  ["/system", "System"],
] as const;

/** How the execution that a page shows stands, in a word. */
export function standing(page: Page): Locator {
  return page.locator("main header [data-status]");
}

/** What stands in the place of something that is not there yet. */
const LOADING = /^(Loading|Drawing|Placing)/;

/** Waits until the page is there, and all that it shows. */
export async function settled(page: Page): Promise<void> {
  // Behind an open dialog its role is not to be seen.
  await expect(page.locator("main h1").first()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: LOADING })).toHaveCount(0);
}
