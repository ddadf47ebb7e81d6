import { Check, Copy as CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./Button";

/** Copies `text` (or what it gives) to the clipboard. */
export function Copy({ text, label = "Copy" }: { text: string | (() => string); label?: string }) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (isDone) {
      const timer = setTimeout(() => setDone(false), 1_500);
      return () => clearTimeout(timer);
    }
  }, [isDone]);
  const copy = async () => {
    await toClipboard(typeof text === "string" ? text : text());
    setDone(true);
  };
  return (
    <IconButton icon={isDone ? Check : CopyIcon} label={isDone ? "Copied" : label} onClick={copy} />
  );
}

/** Pages that came over plain HTTP from another machine have no clipboard of the new kind. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
