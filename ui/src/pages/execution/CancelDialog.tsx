import { useState } from "react";
import type { ExecutionDetail } from "../../api/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Labelled, TextInput } from "../../parts/Inputs";

interface Props {
  detail: ExecutionDetail;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}

/** Asks for a reason before an execution is stopped for good. */
export function CancelDialog({ detail, onClose, onConfirm }: Props) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Cancel this execution?"
      description={
        <>
          What runs of <strong>{detail.path}</strong> is stopped, its children too. It cannot go on
          afterwards, but it can be retried.
        </>
      }
      foot={
        <>
          <Button onClick={onClose}>No, leave it</Button>
          <Button look="danger" type="submit" form="cancel">
            Cancel the execution
          </Button>
        </>
      }
    >
      <form
        id="cancel"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason.trim());
        }}
      >
        <Labelled label="Reason" note="It stands in the history. You may leave it empty.">
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Labelled>
      </form>
    </Dialog>
  );
}
