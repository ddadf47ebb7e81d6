/** Addresses of pages, written in one place. */
const segments = (path: string) => path.split("/").map(encodeURIComponent).join("/");

const PLAYBOOKS = "/playbooks/";

/** The catalog path that an address of a playbook names. The router would take `%2F` for a slash, which may stand in a name. */
export function playbookIn(pathname: string): string {
  return pathname.slice(PLAYBOOKS.length).split("/").map(decoded).join("/");
}

/** As it stands if it is not encoded as it should. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export const to = {
  execution: (id: string, more = "") => `/executions/${id}${more}`,
  executionsOf: (path: string) => `/executions?path=${encodeURIComponent(path)}`,
  playbook: (path: string, version?: number) =>
    `${PLAYBOOKS}${segments(path)}${version ? `?version=${version}` : ""}`,
  editor: (path?: string, version?: number, line?: number) =>
    path
      ? `/editor?path=${encodeURIComponent(path)}${version ? `&version=${version}` : ""}${line ? `&line=${line}` : ""}`
      : "/editor",
};
