import { FilePlus2, FolderOpen, History, Upload } from "lucide-react";
import { Link } from "react-router";
import { to } from "../../app/paths";
import { outlineOf } from "../../editor/assist/outline";
import { Button } from "../../parts/Button";
import { Page } from "../../parts/Page";
import { Time } from "../../parts/Time";
import { drafts, NEW } from "./drafts";
import styles from "./Starts.module.css";
import { STARTS } from "./starts";

/** Where one begins: a new playbook from a small one that works, one from the catalog, a file, or what was left unsaved. */
export function Starts({ onOpen, onImport }: { onOpen: () => void; onImport: () => void }) {
  const kept = drafts();
  return (
    <Page
      title="Editor"
      actions={
        <>
          <Button icon={Upload} onClick={onImport}>
            From a file
          </Button>
          <Button icon={FolderOpen} look="primary" onClick={onOpen}>
            Open a playbook
          </Button>
        </>
      }
    >
      {kept.length > 0 && (
        <section>
          <h2 className={styles.title}>Not saved yet</h2>
          <ul className={styles.drafts}>
            {kept.map(({ key, draft }) => (
              <li key={key}>
                <Link to={addressOf(key)} className={styles.draft}>
                  <History size={16} aria-hidden />
                  <span className="cut">{outlineOf(draft.text).path ?? "A new playbook"}</span>
                  <span className="soft">
                    <Time at={new Date(draft.at).toISOString()} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className={styles.title}>Begin a new playbook</h2>
        <ul className={styles.starts}>
          {STARTS.map(({ id, title, about, text }) => (
            <li key={id}>
              <Link to={`/editor?new=${id}`} className={styles.start}>
                <strong>
                  <FilePlus2 size={16} aria-hidden />
                  {title}
                </strong>
                <span className="soft">{about}</span>
                <pre aria-hidden="true">{text.slice(text.indexOf("workflow:"))}</pre>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}

function addressOf(key: string): string {
  return key.startsWith(NEW) ? `/editor?new=${key.slice(NEW.length)}` : to.editor(key);
}
