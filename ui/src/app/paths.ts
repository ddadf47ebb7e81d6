/** Addresses of pages, written in one place. */
const segments = (path: string) => path.split("/").map(encodeURIComponent).join("/");

export const to = {
  execution: (id: string, more = "") => `/executions/${id}${more}`,
  executionsOf: (path: string) => `/executions?path=${encodeURIComponent(path)}`,
  playbook: (path: string, version?: number) =>
    `/playbooks/${segments(path)}${version ? `?version=${version}` : ""}`,
  editor: (path?: string, version?: number, line?: number) =>
    path
      ? `/editor?path=${encodeURIComponent(path)}${version ? `&version=${version}` : ""}${line ? `&line=${line}` : ""}`
      : "/editor",
};
