import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./Button.module.css";
import { Hint } from "./Hint";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "plain" | "primary" | "danger" | "quiet";
  icon?: LucideIcon;
  isBusy?: boolean;
  children?: ReactNode;
}

export function Button({ look = "plain", icon: Icon, isBusy, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={`${styles.button} ${styles[look]} ${rest.className ?? ""}`}
    >
      {Icon && <Icon size={15} aria-hidden />}
      {children}
    </button>
  );
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
