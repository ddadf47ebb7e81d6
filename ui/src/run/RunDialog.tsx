import { Play } from "lucide-react";
import { useId, useRef } from "react";
import { useNavigate } from "react-router";
import { asProblem } from "../api/problem";
import type { JsonMap, PlaybookDetail } from "../api/types";
import { to } from "../app/paths";
import { useMay } from "../app/session";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { ErrorNote, Loading } from "../parts/Notes";
import { RunForm } from "./RunForm";
import { usePlaybook, useStart } from "./useStart";

interface RunDialogProps {
  isOpen: boolean;
  onClose: () => void;
  path: string;
  /** The latest for none. */
  version?: number;
  /** What the form begins with, in place of the playbook's own values. */
  workload?: JsonMap;
  title?: string;
}

/** Asks for a playbook's inputs, starts it, and goes to the execution. */
export function RunDialog(props: RunDialogProps) {
  // What was typed is gone when it closes: nothing of it is kept.
  return props.isOpen ? <Opened {...props} /> : null;
}

function Opened({ onClose, path, version, workload, title }: RunDialogProps) {
  const form = useId();
  const navigate = useNavigate();
  const mayRun = useMay("operate");
  const { data, error, refetch } = useKept(path, version);
  // What runs is what the form was made for, also if a newer version comes meanwhile.
  const start = useStart(path, data?.version ?? version);
  const isSent = useRef(false);
  const run = (payload: JsonMap) => {
    // A second click may come before the button knows that it is busy.
    if (isSent.current || !mayRun) {
      return;
    }
    isSent.current = true;
    start.mutate(payload, {
      onSettled: () => {
        isSent.current = false;
      },
      onSuccess: ({ execution_id: id }) => {
        onClose();
        navigate(to.execution(id));
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title ?? `Run ${data?.name ?? path}`}
      description={
        <>
          <span className="mono">{path}</span>
          {data && <>, version {data.version}</>}
        </>
      }
      isWide
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            icon={Play}
            type="submit"
            form={form}
            isBusy={start.isPending}
            disabled={!data}
            whyNot={mayRun ? null : "Your role may look, but not run anything"}
            title={mayRun ? "Ctrl Enter" : undefined}
          >
            Run
          </Button>
        </>
      }
    >
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading label="Loading the inputs" />}
      {data && (
        <RunForm
          key={data.version}
          id={form}
          playbook={data}
          {...(workload ? { workload } : {})}
          problem={start.error ? asProblem(start.error) : undefined}
          onRun={run}
        />
      )}
    </Dialog>
  );
}

/** The playbook as it was when it had been asked for: what is typed is for that. */
function useKept(path: string, version: number | undefined) {
  const asked = usePlaybook(path, version);
  const kept = useRef<PlaybookDetail>(undefined);
  if (asked.data && !asked.isFetching) {
    kept.current ??= asked.data;
  }
  return { ...asked, data: kept.current ?? asked.data };
}
