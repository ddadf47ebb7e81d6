import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./Button.module.css";
import { Hint } from "./Hint";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "plain" | "primary" | "danger" | "quiet";
  icon?: LucideIcon;
  isBusy?: boolean;
  /** Why it cannot be used now: it stays reachable and says so, but does nothing. */
  whyNot?: string | null;
  children?: ReactNode;
}

export function Button({
  look = "plain",
  icon: Icon,
  isBusy,
  whyNot,
  children,
  ...rest
}: ButtonProps) {
  const button = (
    <button
      type="button"
      {...rest}
      {...(whyNot ? { "aria-disabled": true, onClick: undefined } : {})}
      disabled={rest.disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={`${styles.button} ${styles[look] ?? ""} ${rest.className ?? ""}`}
    >
      {Icon && <Icon size={15} aria-hidden />}
      {children}
    </button>
  );
  return whyNot ? <Hint text={whyNot}>{button}</Hint> : button;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  label: string;
}

/** A button without words: its label is read aloud, and shown while one points at it. */
export function IconButton({ icon: Icon, label, ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`${styles.iconButton} ${rest.className ?? ""}`}
      >
        <Icon size={16} aria-hidden />
      </button>
    </Hint>
  );
}
