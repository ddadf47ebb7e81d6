import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Server } from "./server";

const HOME = resolve(import.meta.dirname, "../..");

/** The text of a playbook of the tests (`pipeline`) or of the examples (`examples/diamond`). */
export function playbook(name: string): string {
  const place = name.startsWith("examples/") ? HOME : resolve(import.meta.dirname, "playbooks");
  return readFileSync(resolve(place, `${name}.yaml`), "utf8");
}

export async function register(server: Server, ...names: string[]): Promise<void> {
  for (const name of names) {
    await server.ask("POST", "/api/catalog/register", { content: playbook(name) });
  }
}

/** Starts an execution: its id. */
export async function execute(server: Server, path: string, payload: object = {}): Promise<string> {
  const started = await server.ask<{ execution_id: string }>("POST", "/api/execute", {
    path,
    payload,
    merge: true,
  });
  return started.execution_id;
}

export async function status(server: Server, id: string): Promise<string> {
  return (await server.ask<{ status: string }>("GET", `/api/executions/${id}`)).status;
}

/** 500 steps in a row. */
export function long(): string {
  const steps = Array.from({ length: 500 }, (_, n) => {
    const next = n === 499 ? "end" : `s${n + 1}`;
    return `  - {step: s${n}, type: transform, data: {n: ${n}}, next: ${next}}\n`;
  });
  return `${header("long", "tests/long", "s0")}${steps.join("")}  - step: end\n`;
}

/** 320 edges out of one step, every third of which is taken. */
export function fan(): string {
  const ways = Array.from(
    { length: 320 },
    (_, n) => `      - {step: w${n}, when: "{{ (workload.one + ${n}) % 3 == 0 }}"}\n`,
  );
  const steps = ways.map(
    (_, n) => `  - {step: w${n}, type: transform, data: {n: ${n}}, next: end}\n`,
  );
  return `apiVersion: noetl.io/v1
kind: Playbook
metadata: {name: fan, path: tests/fan}
workload: {one: 1}
workflow:
  - step: start
    next:
${ways.join("")}${steps.join("")}  - step: end
`;
}

/** About 20,000 events: each of 10,000 items tells when it begins and when it ends. */
export function many(): string {
  return `${header("many", "tests/many", "each")}  - step: each
    type: iterator
    collection: "{{ range(10000) | list }}"
    element: n
    concurrency: 8
    events: all
    task: {type: transform, data: {twice: "{{ n * 2 }}"}}
    next: end
  - step: end
    result: "{{ each.data | length }}"
`;
}

function header(name: string, path: string, first: string): string {
  return `apiVersion: noetl.io/v1
kind: Playbook
metadata: {name: ${name}, path: ${path}}
workflow:
  - step: start
    next: ${first}
`;
}
