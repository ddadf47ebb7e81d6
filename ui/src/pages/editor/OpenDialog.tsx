import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../parts/Dialog";
import { SearchInput } from "../../parts/Inputs";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Time } from "../../parts/Time";
import { findPaths } from "./catalog";
import styles from "./OpenDialog.module.css";

/** Finds a playbook of the catalog to edit. */
export function OpenDialog({
  onClose,
  onChoose,
}: {
  onClose: () => void;
  onChoose: (path: string) => void;
}) {
  const [text, setText] = useState("");
  const { data, error, refetch } = useQuery({
    queryKey: ["editor", "find", text],
    queryFn: ({ signal }) => findPaths(text, signal),
    placeholderData: (before) => before,
  });
  return (
    <Dialog isOpen onClose={onClose} title="Open a playbook">
      <div className={styles.content}>
        <SearchInput value={text} onChange={setText} label="Path, name or description" />
        {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading label="Loading the playbooks" />}
        {data?.length === 0 && (
          <Empty title={text ? "No playbook is called so" : "There are no playbooks yet"} />
        )}
        <ul className={styles.list}>
          {data?.map(({ path, version, description, created_at: at }) => (
            <li key={path}>
              <button type="button" className={styles.found} onClick={() => onChoose(path)}>
                <span className={styles.path}>{path}</span>
                <span className="soft numbers">
                  version {version}, <Time at={at} />
                </span>
                {description && <span className={styles.about}>{description}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
