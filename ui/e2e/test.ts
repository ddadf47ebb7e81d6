import { test as base, expect } from "@playwright/test";
import { Server, type ServerOptions } from "./server";

export { expect };

/** What a file of tests says about its server. Another setting, another server: the name makes each file's its own. */
export interface Setting extends ServerOptions {
  name: string;
  /** Makes the data directory ready before the server starts. */
  prepare?: (data: string) => void;
  /** Fills it before the first test. */
  seed?: (server: Server) => Promise<void>;
}

interface Shared {
  setting: Setting;
  server: Server;
}

interface Watched {
  /** Fails a test whose page asked another host for something, or met a bug of its own. */
  watch: undefined;
}

export const test = base.extend<Watched, Shared>({
  setting: [{ name: "plain" }, { scope: "worker", option: true }],
  server: [
    async ({ setting }, use) => {
      const server = new Server(setting);
      setting.prepare?.(server.data);
      await server.start();
      try {
        await setting.seed?.(server);
        await use(server);
      } finally {
        await server.close();
      }
    },
    { scope: "worker", timeout: 600_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  watch: [
    async ({ context, page, baseURL }, use) => {
      const wrong: string[] = [];
      await context.route(
        (url) => url.protocol.startsWith("http") && url.origin !== baseURL,
        (route) => {
          wrong.push(`asked another host: ${route.request().url()}`);
          return route.abort();
        },
      );
      page.on("pageerror", (error) => wrong.push(`bug: ${error.stack ?? error.message}`));
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) {
          wrong.push(`forbidden: ${message.text()}`);
        }
      });
      await use(undefined);
      expect(wrong, "requests to other hosts, errors of the page").toEqual([]);
    },
    { auto: true },
  ],
});
