import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import { to } from "../../app/paths";
import { outlineOf } from "../../editor/assist/outline";
import { tell } from "../../parts/toasts";
import { fetchLatest, type Kept, register } from "./catalog";

export interface Saving {
  isBusy: boolean;
  /** A version that the text does not know of stands in the way. */
  conflict: Kept | null;
  /** Gives what it is in the catalog now, or null if it could not be saved. */
  save: (isForced?: boolean) => Promise<Kept | null>;
  giveUp: () => void;
}

interface SaveOptions {
  text: string;
  /** The version that the text is to follow, and the path it came from. */
  base: { path: string; version: number } | null;
  onSaved: (kept: Kept) => void;
  onRefused: () => void;
}

/** Registers the text, unless that would supersede what its writer has not seen. */
export function useSave({ text, base, onSaved, onRefused }: SaveOptions): Saving {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [conflict, setConflict] = useState<Kept | null>(null);
  const running = useRef(false);

  const attempt = async (isForced: boolean): Promise<Kept | null> => {
    const content = text;
    // A text in braces does not show its path by its lines: then it is taken for what it came from.
    const path = outlineOf(content).path ?? base?.path ?? null;
    const latest = path ? await fetchLatest(path) : null;
    const known = base?.path === path ? base?.version : undefined;
    if (latest && !isForced && latest.version !== known && latest.content !== content) {
      setConflict(latest);
      return null;
    }
    const { path: where, version } = await register(content);
    setConflict(null);
    const kept = { path: where, version, content };
    onSaved(kept);
    const link = { to: to.playbook(where), label: "Show the playbook" };
    const isNew = version !== latest?.version;
    tell.done(
      isNew
        ? `Saved ${where} as version ${version}.`
        : `Nothing has changed: it is version ${version} as before.`,
      link,
    );
    void queries.invalidateQueries();
    return kept;
  };

  const save = async (isForced = false): Promise<Kept | null> => {
    if (running.current) {
      return null;
    }
    running.current = true;
    setBusy(true);
    try {
      return await attempt(isForced);
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code === "invalid-playbook") {
        setConflict(null);
        onRefused();
      } else {
        tell.failed(new Error(`Not saved: ${problem.message}. The text is kept as a draft.`));
      }
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return { isBusy, conflict, save, giveUp: () => setConflict(null) };
}
