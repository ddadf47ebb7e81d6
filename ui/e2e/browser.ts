import { existsSync } from "node:fs";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The Chromium of this machine (NOETL_CHROMIUM names another): none is downloaded. */
const executablePath = process.env.NOETL_CHROMIUM || USUAL.find((place) => existsSync(place)) || "";

export const launch = {
  launchOptions: {
    executablePath,
    args: [
      // Containers run as root, where Chromium's sandbox does not work; it only sees our own pages.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  },
};
