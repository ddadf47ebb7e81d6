import type { JsonMap } from "../api/types";

/** `team=data`, as in the server's filters. */
export function labelTexts({ labels }: { labels?: JsonMap }): string[] {
  return Object.entries(labels ?? {}).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}

/** All labels of these, each once, in the order of the alphabet. */
export function labelsOf(labelled: { labels?: JsonMap }[]): string[] {
  return [...new Set(labelled.flatMap(labelTexts))].sort();
}

/** Whether the server's filter means just this label: blanks at the ends and commas are not those of a label there. */
export function isFilter(label: string): boolean {
  const [name = "", ...rest] = label.split("=");
  return (
    name !== "" && !label.includes(",") && [name, rest.join("=")].every((it) => it === it.trim())
  );
}
