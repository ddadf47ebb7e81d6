import { type ReactNode, useEffect } from "react";
import styles from "./Page.module.css";

interface PageProps {
  /** What stands in the tab of the browser. */
  title: string;
  heading?: ReactNode;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  children: ReactNode;
  /** The page has the height of the window, and its parts scroll by themselves. */
  isFull?: boolean;
}

/** The frame of a page: heading, actions, content. */
export function Page({ title, heading, actions, children, isFull }: PageProps) {
  useEffect(() => {
    document.title = `${title} · NoETL`;
  }, [title]);
  return (
    <div className={`${styles.page} ${isFull ? styles.full : ""}`}>
      <header className={styles.head}>
        <div className={styles.heading}>{heading ?? <h1>{title}</h1>}</div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Card({
  title,
  aside,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.card}>
      {title && (
        <header className={styles.cardHead}>
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
