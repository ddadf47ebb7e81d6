import type { Locator, Page } from "@playwright/test";

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
