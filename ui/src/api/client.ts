import { connection } from "./connection";
import { parse } from "./json";
import { Problem, problemOf } from "./problem";

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** `/api/x?a=1`, without what is empty. */
export function url(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function send(method: string, address: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (method === "POST" || method === "PUT") {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body ?? {});
  }
  if (options.signal) {
    init.signal = options.signal;
  }
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    connection.lost();
    throw new Problem(0, "away", "The server does not answer", "no connection to the server");
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) {
    connection.answered();
    return response;
  }
  const problem = await problemOf(response);
  if (response.status === 401) {
    connection.locked();
  } else if (problem.isAway) {
    connection.lost();
  } else {
    connection.answered();
  }
  throw problem;
}

export async function request<T>(
  method: string,
  address: string,
  options: Options = {},
): Promise<T> {
  const response = await checked(await send(method, address, options));
  return parse(await response.text()) as T;
}

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return request<T>("GET", url(path, query), { signal });
}

export async function getText(path: string, query?: Query, signal?: AbortSignal): Promise<string> {
  const response = await checked(
    await send("GET", url(path, query), { signal, headers: { Accept: "*/*" } }),
  );
  return response.text();
}

export function post<T>(
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  return request<T>("POST", path, headers ? { body, headers } : { body });
}

export function remove<T>(path: string): Promise<T> {
  return request<T>("DELETE", path);
}
