import { type DragEvent, useCallback, useState } from "react";
import { tell } from "../../parts/toasts";
import { textOf } from "./files";

type Take = (text: string) => void;

async function read(file: File, take: Take): Promise<void> {
  try {
    take(await textOf(file));
    tell.done(`Read ${file.name}; it is not saved yet.`);
  } catch (error) {
    tell.failed(error);
  }
}

/** Lets one choose a file. */
export function usePick(take: Take): () => void {
  return useCallback(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".yaml,.yml,.txt,text/plain";
    input.onchange = () => {
      const file = input.files?.[0];
      if (file) {
        void read(file, take);
      }
    };
    input.click();
  }, [take]);
}

/** Takes files that are dropped on what these properties are given to. */
export function useDrop(take: Take, isAllowed = true) {
  const [isOver, setOver] = useState(false);
  const hasFile = (event: DragEvent) => isAllowed && event.dataTransfer.types.includes("Files");
  return {
    "data-over": isOver,
    onDragOver: (event: DragEvent) => {
      if (hasFile(event)) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
        setOver(false);
      }
    },
    onDropCapture: (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file && hasFile(event)) {
        // The text editor would put it in at the cursor.
        event.preventDefault();
        event.stopPropagation();
        void read(file, take);
      }
    },
  };
}
