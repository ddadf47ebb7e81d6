import { useEffect, useState } from "react";
import type { ExecutionDetail } from "../../api/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Meter } from "../../parts/Figures";
import { download } from "../../parts/files";
import { ErrorNote } from "../../parts/Notes";
import { historyText } from "./download";

/** Reads the whole history and gives it to the browser as one file; closes when that is done. */
export function DownloadDialog({
  detail: { execution_id: id, events_count: all },
  onClose,
}: {
  detail: ExecutionDetail;
  onClose: () => void;
}) {
  const [read, setRead] = useState(0);
  const [error, setError] = useState<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read once for each time it is asked for.
  useEffect(() => {
    const abort = new AbortController();
    historyText(id, setRead, abort.signal)
      .then((texts) => {
        download(`execution-${id}.json`, texts, "application/json");
        onClose();
      })
      .catch((caught: unknown) => {
        if (!abort.signal.aborted) {
          setError(caught);
        }
      });
    return () => abort.abort();
  }, [id]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Download the history"
      foot={<Button onClick={onClose}>{error ? "Close" : "Stop"}</Button>}
    >
      {error ? (
        <ErrorNote error={error} />
      ) : (
        <>
          <p>
            {read.toLocaleString("en")} of {Math.max(all, read).toLocaleString("en")} events read
          </p>
          <Meter value={(100 * read) / Math.max(1, all)} label="Events read" />
        </>
      )}
    </Dialog>
  );
}
