import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./Popover.module.css";

/** A small box that a button opens beside itself; Escape and a click elsewhere close it. */
export function Popover({
  trigger,
  label,
  isOpen,
  onOpenChange,
  children,
}: {
  trigger: ReactNode;
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.popover}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
