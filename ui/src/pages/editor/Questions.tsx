import type { Blocker } from "react-router";
import Diff from "../../editor/Diff";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { Kept } from "./catalog";
import styles from "./Questions.module.css";

/** Asks before a text that is not saved is left. */
export function LeaveQuestion({ blocker, onDiscard }: { blocker: Blocker; onDiscard: () => void }) {
  const isAsked = blocker.state === "blocked";
  return (
    <Dialog
      isOpen={isAsked}
      onClose={() => blocker.reset?.()}
      title="The text is not saved"
      foot={
        <>
          <Button onClick={() => blocker.reset?.()}>Stay</Button>
          <Button
            look="danger"
            onClick={() => {
              onDiscard();
              blocker.proceed?.();
            }}
          >
            Leave and discard
          </Button>
          <Button look="primary" onClick={() => blocker.proceed?.()}>
            Leave, keep a draft
          </Button>
        </>
      }
    >
      <p>
        A draft is kept in this tab of the browser until it is closed; the editor offers it again.
      </p>
    </Dialog>
  );
}

/** What is in the catalog beside what is in the editor. */
export function Comparison({
  before,
  after,
  onClose,
}: {
  before: Kept;
  after: string;
  onClose: () => void;
}) {
  const label = `Version ${before.version} and the text in the editor`;
  return (
    <Dialog isOpen onClose={onClose} title={label} isWide>
      <div className={styles.diff}>
        <Diff before={before.content} after={after} label={label} />
      </div>
    </Dialog>
  );
}

/** Asks before a version that the text does not know of is superseded. */
export function ConflictQuestion({
  latest,
  isOwn,
  text,
  isBusy,
  onClose,
  onSave,
}: {
  latest: Kept;
  /** The text came from this path: somebody has registered another version since. */
  isOwn: boolean;
  text: string;
  isBusy: boolean;
  onClose: () => void;
  onSave: () => void;
}) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isOwn ? "There is a newer version" : "There is such a playbook already"}
      description={
        isOwn
          ? `Version ${latest.version} was registered since this text was opened. Saving supersedes it; nothing of it is taken over.`
          : `${latest.path} has version ${latest.version}. Saving makes this text its next one; change metadata.path to make it a playbook of its own.`
      }
      isWide
      foot={
        <>
          <Button onClick={onClose}>Do not save</Button>
          <Button look="primary" isBusy={isBusy} onClick={onSave}>
            Save as version {latest.version + 1}
          </Button>
        </>
      }
    >
      <p className={styles.legend}>
        Left: version {latest.version}. Right: the text in the editor.
      </p>
      <div className={styles.diff}>
        <Diff before={latest.content} after={text} label="The newest version and the text" />
      </div>
    </Dialog>
  );
}
