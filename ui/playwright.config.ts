import { defineConfig } from "@playwright/test";
import { launch } from "./e2e/browser";

// `npx playwright test` after `mvn package`; the build runs it too (UiIT). Every file has a server of its own, and one
// after the other: the machine that builds may be a small one.
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    ...launch,
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    trace: "retain-on-failure",
  },
});
