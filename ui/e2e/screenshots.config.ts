import { defineConfig } from "@playwright/test";
import common from "../playwright.config";

/** `make screenshots`: pictures of docs/ui from real runs. */
export default defineConfig({
  ...common,
  testDir: ".",
  testMatch: "screenshots.ts",
  outputDir: "../test-results/screenshots",
  timeout: 600_000,
});
