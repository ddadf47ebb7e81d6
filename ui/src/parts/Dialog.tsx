import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Button, IconButton } from "./Button";
import styles from "./Dialog.module.css";

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons at its foot. */
  foot?: ReactNode;
  isWide?: boolean;
}

export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  foot,
  isWide,
}: DialogProps) {
  const opener = useRef<Element>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content
          className={`${styles.dialog} ${isWide ? styles.wide : ""}`}
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          // The focus goes back to where it was: our dialogs are opened by state, not by a button of Radix.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) {
              opener.current.focus();
            }
          }}
        >
          <header className={styles.head}>
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
          </header>
          {description && (
            <Radix.Description asChild>
              <div className={styles.description}>{description}</div>
            </Radix.Description>
          )}
          <div className={styles.body}>{children}</div>
          {foot && <footer className={styles.foot}>{foot}</footer>}
          {/* The last to be tabbed to: what the dialog is about comes first. */}
          <Radix.Close asChild>
            <IconButton icon={X} label="Close" className={styles.close} />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  action: string;
  isDanger?: boolean;
  isBusy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm(props: ConfirmProps) {
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      foot={
        <>
          <Button onClick={props.onClose}>No, leave it</Button>
          <Button
            look={props.isDanger ? "danger" : "primary"}
            isBusy={props.isBusy ?? false}
            onClick={props.onConfirm}
          >
            {props.action}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
