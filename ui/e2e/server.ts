import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const JAR = process.env.NOETL_JAR ?? resolve(import.meta.dirname, "../../target/noetl.jar");
const JVM = ["-Xmx1g", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"];
const START_MAX = 90_000;
const STOP_MAX = 30_000;

/** The program, in front of its command: that of this build, on the JDK that NOETL_JAVA or JAVA_HOME names. */
function program(): [string, string[]] {
  const home = process.env.JAVA_HOME;
  const java = process.env.NOETL_JAVA ?? (home ? join(home, "bin/java") : "java");
  if (!existsSync(JAR)) {
    throw new Error(`${JAR} is not there: run 'mvn package' first`);
  }
  return [java, [...JVM, "-jar", JAR]];
}

/** Runs a command of the program to its end: what it prints. */
export function noetl(...args: string[]): string {
  const [java, first] = program();
  return execFileSync(java, [...first, ...args], { encoding: "utf8", stdio: "pipe" });
}

/** A port that is free at this moment, for a server that shall know its own. */
export async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

export interface ServerOptions {
  /** A data directory that stays; else a new one that is deleted in the end. */
  data?: string;
  /** Its port; else any that is free. */
  port?: number;
  /** Asks for tokens though it listens on the loopback address. */
  needsTokens?: boolean;
}

export interface AccessToken {
  id: string;
  token: string;
}

/** A server as a process of its own, on a free port that it keeps over restarts. */
export class Server {
  readonly data: string;
  private readonly options: ServerOptions;
  private process: ChildProcess | undefined;
  private said = "";
  private port: number;
  private readonly workers: ChildProcess[] = [];
  /** Shown with every request, where one is needed. */
  token = "";

  constructor(options: ServerOptions = {}) {
    this.options = options;
    this.port = options.port ?? 0;
    this.data = options.data ?? mkdtempSync(join(tmpdir(), "noetl-e2e-"));
    if (options.needsTokens) {
      this.token = this.createToken("admin").token;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A new token of that role; `ttl` as in `30d`. */
  createToken(role: "viewer" | "operator" | "admin", ttl?: string): AccessToken {
    const more = ttl ? ["--ttl", ttl] : [];
    const kind = ["--name", "e2e", "--role", role, ...more];
    const answer = noetl("token", "create", "--json", "--data", this.data, ...kind);
    return JSON.parse(answer) as AccessToken;
  }

  revoke({ id }: AccessToken): void {
    noetl("token", "revoke", id, "--data", this.data);
  }

  async start(): Promise<void> {
    const [java, first] = program();
    const args = ["server", "start", "--port", String(this.port), "--data", this.data];
    args.push("--grace", "2s", ...(this.options.needsTokens ? ["--require-tokens"] : []));
    const it = spawn(java, [...first, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.process = it;
    this.said = "";
    await new Promise<void>((done, failed) => {
      const fail = (what: string) => failed(new Error(`the server ${what}:\n${this.said}`));
      const timer = setTimeout(() => fail("did not start in time"), START_MAX);
      const hear = (text: Buffer) => {
        this.said += text;
        const listening = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(this.said);
        if (listening) {
          clearTimeout(timer);
          this.port = Number(listening[1]);
          done();
        }
      };
      it.stdout.on("data", hear);
      it.stderr.on("data", hear);
      it.once("error", (error) => fail(`cannot be started (${error.message})`));
      it.once("exit", (code) => fail(`ended with ${code}`));
    });
  }

  /** As an operator stops it, or as a broken machine does. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const it = this.process;
    this.process = undefined;
    if (!it || it.exitCode !== null || it.signalCode !== null) {
      return;
    }
    const ended = new Promise((done) => it.once("exit", done));
    it.kill(signal);
    const timer = setTimeout(() => it.kill("SIGKILL"), STOP_MAX);
    await ended;
    clearTimeout(timer);
  }

  /** A worker as a process of its own; it ends with the server. */
  startWorker(...more: string[]): void {
    const [java, first] = program();
    const common = ["--server", this.url, "--data", join(this.data, "worker")];
    const args = [...first, "worker", "start", ...common, ...more];
    this.workers.push(spawn(java, args, { stdio: "ignore" }));
  }

  async close(): Promise<void> {
    for (const worker of this.workers) {
      worker.kill("SIGKILL");
    }
    await this.stop();
    if (!this.options.data) {
      rmSync(this.data, { recursive: true, force: true });
    }
  }

  /** Asks its API; an answer that is no success is an error. */
  async ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.token) {
      headers.Authorization = `Bearer ${this.token}`;
    }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return JSON.parse(text) as T;
  }
}
