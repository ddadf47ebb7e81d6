import { useQueryClient } from "@tanstack/react-query";
import { Ban, CirclePause, CirclePlay, Download, Play, Repeat, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../../api/client";
import { Keys } from "../../api/keys";
import type { Execution, ExecutionDetail, JsonMap } from "../../api/types";
import { to } from "../../app/paths";
import { useMay } from "../../app/session";
import type { History } from "../../history/model";
import { Button } from "../../parts/Button";
import { Menu } from "../../parts/Menu";
import { tell } from "../../parts/toasts";
import { RunDialog } from "../../run/RunDialog";
import { isMap } from "../../run/schema";
import { useAddress } from "./address";
import { CancelDialog } from "./CancelDialog";
import { DownloadDialog } from "./DownloadDialog";
import { hindrance, retryChoices } from "./steering";

interface Props {
  detail: ExecutionDetail;
  history: History;
}

/** What can be done about an execution. What cannot be done now says why. */
export function Actions({ detail, history }: Props) {
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState<"cancel" | "download" | "again" | null>(null);
  const { busy, steer } = useSteering(detail.execution_id);
  const close = () => setOpen(null);
  const isPaused = detail.status === "PAUSED";
  return (
    <>
      {isPaused ? (
        <Button
          icon={CirclePlay}
          look="primary"
          isBusy={busy === "resume"}
          whyNot={hindrance("resume", detail, mayOperate)}
          onClick={() => steer("resume")}
        >
          Resume
        </Button>
      ) : (
        <Button
          icon={CirclePause}
          isBusy={busy === "pause"}
          whyNot={hindrance("pause", detail, mayOperate)}
          onClick={() => steer("pause")}
        >
          Pause
        </Button>
      )}
      <Button
        icon={Ban}
        isBusy={busy === "cancel"}
        whyNot={hindrance("cancel", detail, mayOperate)}
        onClick={() => setOpen("cancel")}
      >
        Cancel
      </Button>
      <Retry detail={detail} history={history} whyNot={hindrance("retry", detail, mayOperate)} />
      <Button
        icon={Repeat}
        whyNot={hindrance("again", detail, mayOperate)}
        onClick={() => setOpen("again")}
      >
        Run again
      </Button>
      <Button icon={Download} onClick={() => setOpen("download")}>
        Download
      </Button>
      {open === "cancel" && (
        <CancelDialog
          detail={detail}
          onClose={close}
          onConfirm={(reason) => {
            close();
            void steer("cancel", reason);
          }}
        />
      )}
      <RunDialog
        isOpen={open === "again"}
        onClose={close}
        path={detail.path}
        version={detail.version}
        workload={workloadOf(detail, history)}
        title={`Run ${detail.playbook_name} again`}
      />
      {open === "download" && <DownloadDialog detail={detail} onClose={close} />}
    </>
  );
}

/** What it was given, to be changed before it runs again. */
function workloadOf(detail: ExecutionDetail, history: History): JsonMap {
  const workload = detail.workload ?? history.workload;
  return isMap(workload) ? workload : {};
}

const DONE = {
  pause: "It pauses: what runs goes on, nothing new begins",
  resume: "It goes on",
  cancel: "It is being cancelled",
};

function useSteering(id: string) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState<keyof typeof DONE | null>(null);
  const steer = async (verb: keyof typeof DONE, reason?: string) => {
    setBusy(verb);
    try {
      await post(`/api/executions/${id}/${verb}`, reason ? { reason } : {});
      tell.done(DONE[verb]);
    } catch (error) {
      tell.failed(error);
    } finally {
      setBusy(null);
      await queries.invalidateQueries({ queryKey: ["execution", id] });
    }
  };
  return { busy, steer };
}

function Retry({ detail, history, whyNot }: Props & { whyNot: string | null }) {
  const { step, tab } = useAddress();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [keys] = useState(() => new Keys());
  const retry = async (fromStep: string) => {
    const order = `${detail.execution_id} ${fromStep}`;
    setBusy(true);
    try {
      const again = await post<Execution>(
        `/api/executions/${detail.execution_id}/retry`,
        fromStep ? { from_step: fromStep } : {},
        keys.headers(order),
      );
      keys.done(order);
      tell.done("The retry has begun as an execution of its own", {
        to: to.execution(detail.execution_id),
        label: "Back to the one before",
      });
      void queries.invalidateQueries({ queryKey: ["execution", detail.execution_id] });
      navigate(to.execution(again.execution_id, `?tab=${tab}`));
    } catch (error) {
      tell.failed(error);
      setBusy(false);
    }
  };
  const button = (
    <Button icon={RotateCcw} isBusy={isBusy} whyNot={whyNot}>
      Retry
    </Button>
  );
  if (whyNot) {
    return button;
  }
  const first = history.steps.keys().next().value ?? null;
  const chosen = step && history.steps.has(step) ? step : null;
  return (
    <Menu
      trigger={button}
      items={retryChoices(detail, chosen, first).map(({ label, fromStep }) => ({
        label,
        icon: Play,
        onSelect: () => void retry(fromStep),
      }))}
    />
  );
}
