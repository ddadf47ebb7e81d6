import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "@playwright/test";
import { execute, playbook, status } from "./seed";
import type { Server } from "./server";

/** What the pictures show: real playbooks, run a while ago or running. */
export interface Gallery {
  running: string;
  done: string;
  failed: string;
}

const SHOP = "shop/orders";
const EXAMPLES = resolve(import.meta.dirname, "../../examples");

export const MISTAKEN = shop().replace("    next: merge", "    next: merg");

function shop(): string {
  return playbook("pipeline")
    .replace("name: pipeline", "name: orders")
    .replace("path: tests/pipeline", `path: ${SHOP}`)
    .replace("labels: { team: tests }", "labels: { team: sales, tier: gold }")
    .replace(
      "description: Fans out, iterates, joins, waits.",
      "description: Prices a day's orders and audits them.",
    );
}

async function put(server: Server, content: string): Promise<void> {
  await server.ask("POST", "/api/catalog/register", { content });
}

export async function fill(server: Server): Promise<Gallery> {
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml"))) {
    await put(server, readFileSync(resolve(EXAMPLES, file), "utf8"));
  }
  await put(server, shop().replace("pause: 100ms", "pause: 1s"));
  await put(server, shop());
  await server.ask("POST", "/api/credentials", {
    name: "warehouse",
    type: "postgres",
    data: { host: "db.example.org", port: 5432, database: "shop", user: "etl", password: "secret" },
  });
  await server.ask("POST", "/api/credentials", {
    name: "weather_api",
    type: "bearer",
    data: { token: "secret" },
  });
  server.startWorker("--name", "batch-1", "--slots", "8");
  server.startWorker("--name", "batch-2", "--slots", "8", "--pool", "nightly");
  const over: string[] = [];
  for (let round = 0; round < 4; round++) {
    for (const [path, payload] of RUNS) {
      over.push(await execute(server, path, payload));
    }
  }
  const failed = await execute(server, SHOP, { orders: 12, seconds: 0.4, fail: true });
  const done = await execute(server, SHOP, { orders: 12, seconds: 0.6 });
  over.push(await execute(server, "examples/big_iterator", { count: 1000 }));
  const cancelled = await execute(server, "examples/wait", { pause: "3h" });
  await execute(server, SHOP, { orders: 3, seconds: 0, pause: "2h" });
  await server.ask("POST", `/api/executions/${cancelled}/cancel`, { reason: "not needed today" });
  for (const id of [...over, failed, done, cancelled]) {
    await expect
      .poll(() => status(server, id), { timeout: 240_000 })
      .toMatch(/COMPLETED|FAILED|CANCELLED/);
  }
  // Nobody serves this pool: its jobs wait.
  await put(server, REPORT);
  for (const day of ["monday", "tuesday", "wednesday"]) {
    await execute(server, "shop/report", { day });
  }
  const running = await execute(server, SHOP, { orders: 12, seconds: 0, pause: "45m" });
  await expect.poll(() => waits(server, running), { timeout: 60_000 }).toBe(1);
  return { running, done, failed };
}

const REPORT = `apiVersion: noetl.io/v1
kind: Playbook
metadata: {name: report, path: shop/report, description: Waits for a worker of the pool reports.}
workload: {day: monday}
workflow:
  - step: start
    next: render
  - step: render
    type: python
    pool: reports
    code: |
      def main(day):
          return f"report of {day}"
    data: {day: "{{ workload.day }}"}
    next: end
  - step: end
`;

const RUNS: [string, object][] = [
  ["examples/diamond", {}],
  ["examples/counter_loop", {}],
  [SHOP, { orders: 6, seconds: 0.1 }],
  ["examples/handled_failure", {}],
  [SHOP, { orders: 0, seconds: 0.2 }],
  ["examples/typed_inputs", { days: 3 }],
  [SHOP, { orders: 9, seconds: 0.3, pause: "1s" }],
  ["examples/order_fulfilment", {}],
];

async function waits(server: Server, id: string): Promise<number> {
  const { waits } = await server.ask<{ waits: unknown[] }>("GET", `/api/executions/${id}`);
  return waits.length;
}
