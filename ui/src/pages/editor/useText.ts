import { useCallback, useEffect, useRef, useState } from "react";
import { dropDraft, keepDraft } from "./drafts";

const PAUSE = 300;

interface TextOptions {
  /** What the draft is kept under. */
  draftKey: string;
  first: string;
  /** What the text is when nothing was done to it. */
  pristine: string;
  /** The version that it was made from. */
  version: number | null;
}

/** The text in the editor, whether it has been changed, and a draft of it as long as it has. */
export function useText({ draftKey, first, pristine, version }: TextOptions) {
  const [text, setText] = useState(first);
  const isChanged = text !== pristine;
  const wasChanged = useRef(isChanged);
  const isGone = useRef(false);

  const keep = useRef(() => {});
  keep.current = () => {
    if (isChanged && !isGone.current) {
      keepDraft(draftKey, { text, version, at: Date.now() });
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text begins the pause anew.
  useEffect(() => {
    if (isChanged) {
      wasChanged.current = true;
      const timer = setTimeout(() => keep.current(), PAUSE);
      return () => clearTimeout(timer);
    }
    if (wasChanged.current) {
      wasChanged.current = false;
      dropDraft(draftKey);
    }
  }, [draftKey, text, isChanged]);

  // Whoever leaves within the pause has a draft too.
  useEffect(() => () => keep.current(), []);

  // The tab is closed or loaded anew: the browser asks.
  useEffect(() => {
    if (!isChanged) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isChanged]);

  const discard = useCallback(() => {
    isGone.current = true;
    dropDraft(draftKey);
  }, [draftKey]);

  return { text, setText, isChanged, discard };
}
