import { getText } from "../../api/client";

const PAGE = 5_000;

/** What the answers end with; what is before is kept as it came, so that no number loses digits. */
const DETAIL_END = /,\s*"events":\s*\[\],\s*"events_next_cursor":[^,}]*\}\s*$/;
const PAGE_START = /^\s*\{\s*"events":\s*\[/;
const PAGE_END = /\]\s*,\s*"next_cursor":\s*(?:null|"(\d+)")\s*\}\s*$/;

/** The whole history of an execution as the text of one JSON document, read page by page. */
export async function historyText(
  id: string,
  onProgress: (lastEvent: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const detail = await getText(`/api/executions/${id}`, { events: 0 }, signal);
  const pages: string[] = [];
  let cursor: string | null = "0";
  while (cursor !== null) {
    const text: string = await getText(
      `/api/executions/${id}/events`,
      { limit: PAGE, cursor },
      signal,
    );
    pages.push(text);
    cursor = nextCursor(text);
    if (cursor !== null) {
      onProgress(Number(cursor));
    }
  }
  return joined(detail, pages);
}

export function nextCursor(page: string): string | null {
  return PAGE_END.exec(page.slice(-80))?.[1] ?? null;
}

/** One document of the detail and the pages of events, an event a line. */
export function joined(detail: string, pages: readonly string[]): string[] {
  const pieces = [detail.replace(DETAIL_END, ""), ',\n"events":[\n'];
  let isFirst = true;
  for (const page of pages) {
    const events = page
      .replace(PAGE_START, "")
      .replace(PAGE_END, "")
      .replaceAll('},{"execution_id":', '},\n{"execution_id":');
    if (events.trim()) {
      pieces.push(isFirst ? events : `,\n${events}`);
      isFirst = false;
    }
  }
  pieces.push("\n]}\n");
  return pieces;
}
