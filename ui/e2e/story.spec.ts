import type { Page } from "@playwright/test";
import { standing } from "./places";
import { playbook } from "./seed";
import { expect, test } from "./test";

test.use({ setting: { name: "story" } });

/** A text with one mistake, in the line that `mistaken` gives. */
const WHOLE = playbook("pipeline").replaceAll("pipeline", "orders");
const RIGHT = "    next: merge";
const WRONG = "    next: merg";
const MISTAKEN = WHOLE.replace(RIGHT, WRONG);
const LINE = MISTAKEN.split("\n").indexOf(WRONG) + 1;

const step = (page: Page, name: string) => page.locator(`button[data-step="${name}"]`);

async function replaceText(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Text of the playbook" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

test("a playbook is written with an error, mended, saved, run, and watched to its end", async ({
  page,
  server,
}) => {
  await page.goto("/editor");
  await page
    .getByRole("link", { name: /Hello|hello|first|small/ })
    .first()
    .click();
  await replaceText(page, MISTAKEN);

  // The problem is told at its line, with a mark in the text.
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("button");
  await expect(problem.first()).toContainText(`${LINE}:`);
  await expect(problem.first()).toContainText("merg");
  await expect(page.locator(".cm-lintRange-error").first()).toHaveText(/merg/);

  // It is not saved with an error.
  await page.getByRole("button", { name: "Save" }).click();
  await expect(problem.first()).toBeVisible();
  const nothing = await server.ask<{ items: unknown[] }>("GET", "/api/catalog/playbooks");
  expect(nothing.items).toEqual([]);

  // Choosing the problem goes to its line, where it is mended.
  await problem.first().click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.insertText(RIGHT.trimStart());
  await expect(page.getByRole("list", { name: "Problems" })).toBeHidden();
  await expect(step(page, "merge")).toBeVisible();

  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved tests/orders as version 1.")).toBeVisible();
  await expect(page).toHaveURL(/path=tests(\/|%2F)orders/);

  // The form has the playbook's own values; one of them is changed.
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("orders", { exact: true }).fill("7");
  await form.getByLabel("seconds", { exact: true }).fill("3");
  await form.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/executions\/\d+/);

  // The graph turns live: no reload, which would wipe this mark away.
  await page.evaluate(() => {
    document.documentElement.dataset.mark = "still here";
  });
  await expect(step(page, "fetch")).toHaveAttribute("data-status", "RUNNING");
  await expect(step(page, "merge")).toHaveAttribute("data-status", "PENDING");
  await expect(step(page, "fetch")).toHaveAttribute("data-status", "COMPLETED");
  await expect(step(page, "audit")).toHaveAttribute("data-status", "RUNNING");
  await expect(step(page, "price")).toHaveAttribute("data-status", "COMPLETED");
  for (const name of ["audit", "merge", "cool_down", "end"]) {
    await expect(step(page, name)).toHaveAttribute("data-status", "COMPLETED");
  }
  await expect(step(page, "nothing")).not.toHaveAttribute("data-status", "COMPLETED");
  await expect(standing(page)).toHaveText("Completed");
  await expect(page.locator("html")).toHaveAttribute("data-mark", "still here");

  const id = /\d+/.exec(new URL(page.url()).pathname)?.[0];
  const { result } = await server.ask<{ result: unknown }>("GET", `/api/executions/${id}`);
  expect(result).toEqual({ count: 7 });
});

test("a number of any length is shown, and started, digit by digit", async ({ page, server }) => {
  const content = `apiVersion: noetl.io/v1
kind: Playbook
metadata: {name: ids, path: tests/ids}
workload: {id: 385544788224190965, ids: [385544788224190967]}
workflow:
  - step: start
    next: end
  - step: end
    result: {next: "{{ workload.id + 1 }}", ids: "{{ workload.ids }}"}
`;
  await server.ask("POST", "/api/catalog/register", { content });
  await page.goto("/playbooks/tests/ids");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const form = page.getByRole("dialog");
  await expect(form.getByLabel("id", { exact: true })).toHaveValue("385544788224190965");
  await form.getByLabel("id", { exact: true }).fill("385544788224190971");
  await form.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/executions\/\d+/);
  await expect(standing(page)).toHaveText("Completed");
  const id = /\d+/.exec(new URL(page.url()).pathname)?.[0];
  // What answers is read as text: a number here would lose digits.
  const answer = await (await fetch(`${server.url}/api/executions/${id}`)).text();
  expect(answer).toContain('"result":{"next":385544788224190972,"ids":[385544788224190967]}');
});
