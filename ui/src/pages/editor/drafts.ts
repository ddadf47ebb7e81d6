/** Text that is not saved yet, kept in this tab: a reload or a wrong turn does not lose it. */
export interface Draft {
  text: string;
  /** The version that it was made from; null where there was none. */
  version: number | null;
  at: number;
}

const PREFIX = "noetl.draft.";
/** Begins the key of what has no path yet, before what it began with. */
export const NEW = "new:";

export function keepDraft(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the page asks before it is left, which is all that remains.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch {
    // Without storage there is none.
  }
}

export function draftOf(key: string): Draft | null {
  try {
    return read(sessionStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** All drafts of this tab, newest first. */
export function drafts(): { key: string; draft: Draft }[] {
  try {
    return Object.keys(sessionStorage)
      .filter((name) => name.startsWith(PREFIX))
      .flatMap((name) => {
        const draft = read(sessionStorage.getItem(name));
        return draft ? [{ key: name.slice(PREFIX.length), draft }] : [];
      })
      .sort((a, b) => b.draft.at - a.draft.at);
  } catch {
    return [];
  }
}

function read(kept: string | null): Draft | null {
  const it: unknown = kept ? JSON.parse(kept) : null;
  return typeof it === "object" && it !== null && "text" in it && typeof it.text === "string"
    ? (it as Draft)
    : null;
}
