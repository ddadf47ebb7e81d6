import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import styles from "./Step.module.css";

/** A part of the panel, which folds. */
export function Section({
  title,
  aside,
  isOpen = true,
  children,
}: {
  title: string;
  aside?: ReactNode;
  isOpen?: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(isOpen);
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.sectionHead}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight size={14} aria-hidden className={open ? styles.turned : ""} />
          {title}
          {aside !== undefined && <span className={styles.aside}>{aside}</span>}
        </button>
      </h3>
      {open && <div className={styles.sectionBody}>{children}</div>}
    </section>
  );
}
