import { CircleAlert, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../parts/Button";
import type { Kept } from "./catalog";
import styles from "./Notices.module.css";

interface NoticesProps {
  isReadOnly: boolean;
  /** The text is a draft from before. */
  draft: { onDiscard: () => void } | null;
  /** What is in the editor was made from this version. */
  base: Kept | null;
  newest: Kept | null;
  /** The newest version that the writer knows of. */
  known: number | null;
  onCompare: () => void;
  onLoad: () => void;
}

/** What one should know before one writes on. */
export function Notices({ isReadOnly, draft, base, newest, known, ...on }: NoticesProps) {
  const isOvertaken = newest !== null && known !== null && newest.version > known;
  const isOld = newest !== null && base !== null && newest.version > base.version && !isOvertaken;
  return (
    <>
      {isReadOnly && (
        <Notice icon={Lock}>
          Your role may look, but not save or run anything: the text is for reading only.
        </Notice>
      )}
      {isOvertaken && (
        <Notice
          actions={
            <>
              <Button onClick={on.onCompare}>Compare</Button>
              <Button onClick={on.onLoad}>Load version {newest.version}</Button>
            </>
          }
        >
          Version {newest.version} was registered meanwhile.
        </Notice>
      )}
      {isOld && (
        <Notice
          actions={<Button onClick={on.onCompare}>Compare with version {newest.version}</Button>}
        >
          This is version {base.version}; the newest is {newest.version}. Saving makes this text the
          newest.
        </Notice>
      )}
      {draft && (
        <Notice actions={<Button onClick={draft.onDiscard}>Discard the draft</Button>}>
          This is your draft from before, not saved yet.
        </Notice>
      )}
    </>
  );
}

function Notice({
  icon: Icon = CircleAlert,
  actions,
  children,
}: {
  icon?: typeof CircleAlert;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles.notice} role="status">
      <Icon size={16} aria-hidden />
      <span className={styles.text}>{children}</span>
      {actions && <span className={styles.actions}>{actions}</span>}
    </div>
  );
}
