import type { PlaybookLine } from "../../api/types";

/** The labels of these playbooks, each once, in the order of the alphabet. */
export function labelsOf(playbooks: Pick<PlaybookLine, "labels">[]): string[] {
  const found = new Set<string>();
  for (const { labels } of playbooks) {
    for (const [name, value] of Object.entries(labels ?? {})) {
      found.add(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
  }
  return [...found].sort();
}
