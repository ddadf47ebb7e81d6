import { CheckCircle2, CircleAlert, X } from "lucide-react";
import { Link } from "react-router";
import { IconButton } from "./Button";
import styles from "./Toasts.module.css";
import { dismiss, useToasts } from "./toasts";

/** Short messages about what was just done; read aloud too. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, tone, text, link }) => (
        <div key={id} className={`${styles.toast} ${styles[tone]}`}>
          {tone === "done" ? (
            <CheckCircle2 size={17} aria-hidden />
          ) : (
            <CircleAlert size={17} aria-hidden />
          )}
          <span className={styles.text}>
            {text}{" "}
            {link && (
              <Link to={link.to} onClick={() => dismiss(id)}>
                {link.label}
              </Link>
            )}
          </span>
          <IconButton icon={X} label="Dismiss" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
