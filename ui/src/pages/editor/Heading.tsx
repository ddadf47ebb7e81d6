import { Link } from "react-router";
import { to } from "../../app/paths";
import type { Kept } from "./catalog";
import styles from "./Heading.module.css";

/** Which playbook it is, by the path in the text, and how the text stands to the catalog. */
export function Heading({
  path,
  base,
  isChanged,
}: {
  path: string | null;
  base: Kept | null;
  isChanged: boolean;
}) {
  const isRenamed = base !== null && path !== base.path;
  return (
    <div className={styles.heading}>
      <h1 className={styles.path}>{path ?? "New playbook"}</h1>
      <p className={styles.standing}>
        {base ? (
          <>
            {isRenamed && "was "}
            <Link to={to.playbook(base.path, base.version)}>
              {isRenamed ? `${base.path}, ` : ""}version {base.version}
            </Link>
          </>
        ) : (
          "not in the catalog yet"
        )}
        {isChanged && <span className={styles.changed}>changed, not saved</span>}
      </p>
    </div>
  );
}
