import { get, post, request } from "../../api/client";
import { type PlaybookProblem, Problem } from "../../api/problem";
import type { Graph, Page, PlaybookLine, Registered, Verdict } from "../../api/types";
import type { Schema } from "../../editor/assist/schema";

/** A text of the catalog. */
export interface Kept {
  path: string;
  version: number;
  content: string;
}

const FOUND = 50;

export async function fetchKept(
  path: string,
  version: number | null,
  signal?: AbortSignal,
): Promise<Kept> {
  const query = { playbook_id: path, version };
  const kept = await get<Kept>("/api/catalog/playbook/content", query, signal);
  // The editor knows one kind of line end; a text that has another is not changed by being opened.
  return { ...kept, content: kept.content.replace(/\r\n?/g, "\n") };
}

/** The newest version under exactly this path, null if there is none. */
export async function fetchLatest(path: string, signal?: AbortSignal): Promise<Kept | null> {
  try {
    const found = await fetchKept(path, null, signal);
    // The last part of a path finds a playbook too: that is another one.
    return found.path === path ? found : null;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) {
      return null;
    }
    throw error;
  }
}

export async function findPaths(q: string, signal?: AbortSignal): Promise<PlaybookLine[]> {
  const query = { q, limit: FOUND };
  return (await get<Page<PlaybookLine>>("/api/catalog/playbooks/search", query, signal)).items;
}

export async function findCredentials(): Promise<string[]> {
  return (await get<Page<{ name: string }>>("/api/credentials")).items.map(({ name }) => name);
}

export function fetchSchema(signal?: AbortSignal): Promise<Schema> {
  return get<Schema>("/api/schema", {}, signal);
}

export function register(content: string): Promise<Registered> {
  return post<Registered>("/api/catalog/register", { content });
}

export interface Checked {
  text: string;
  isValid: boolean;
  problems: PlaybookProblem[];
  graph: Graph | null;
}

/** What is wrong with the text and, if nothing is, its graph. */
export async function check(text: string, signal: AbortSignal): Promise<Checked> {
  const { valid, problems } = await request<Verdict>("POST", "/api/validate", {
    body: { content: text },
    signal,
  });
  const graph = valid
    ? await request<Graph>("POST", "/api/graph", {
        body: { content: text, format: "json" },
        signal,
      })
    : null;
  return { text, isValid: valid, problems, graph };
}
