import { Play, SquarePen } from "lucide-react";
import { Link, useNavigate } from "react-router";
import type { PlaybookDetail } from "../../api/types";
import { to } from "../../app/paths";
import { useMay } from "../../app/session";
import { Button } from "../../parts/Button";
import { Copy } from "../../parts/Copy";
import { Select } from "../../parts/Inputs";
import { labelTexts } from "../../parts/labels";
import { Time } from "../../parts/Time";
import { exact } from "../../parts/time";
import { isMap } from "../../run/schema";
import styles from "./Playbook.module.css";
import type { Change } from "./useAddress";
import { useVersions } from "./useVersions";

/** What it is: path, name, description, labels. */
export function Heading({ playbook }: { playbook: PlaybookDetail }) {
  const { path, name, meta = {}, version, created_at: created } = playbook;
  const { description, labels } = meta;
  const texts = labelTexts({
    labels: isMap(labels) ? labels : {},
  });
  return (
    <div className={styles.heading}>
      <div className={styles.title}>
        <h1>{path}</h1>
        <Copy text={path} label="Copy the path" />
      </div>
      <div className={styles.about}>
        {name && !path.endsWith(name) && <span>{name}</span>}
        <span>
          v{version}, registered <Time at={created} />
        </span>
        {texts.map((label) => (
          <Link
            key={label}
            to={`/playbooks?label=${encodeURIComponent(label)}`}
            className={styles.label}
          >
            {label}
          </Link>
        ))}
      </div>
      {typeof description === "string" && description && (
        <p className={styles.description}>{description}</p>
      )}
    </div>
  );
}

interface ActionsProps {
  playbook: PlaybookDetail;
  /** The version in the address; the latest is shown without one. */
  chosen: number | undefined;
  change: (change: Change, isStep?: boolean) => void;
}

export function Actions({ playbook, chosen, change }: ActionsProps) {
  const { path, version } = playbook;
  const navigate = useNavigate();
  const mayRun = useMay("operate");
  const { versions } = useVersions(path);
  const isListed = versions.some((it) => it.version === version);
  return (
    <>
      <Select
        aria-label="Version"
        value={version}
        onChange={(event) => {
          const wanted = Number(event.target.value);
          const isLatest = wanted === versions[0]?.version;
          change({ version: isLatest ? null : wanted, step: null, line: null }, true);
        }}
      >
        {!isListed && <option value={version}>Version {version}</option>}
        {versions.map((it, index) => (
          <option key={it.version} value={it.version} title={exact(it.created_at)}>
            Version {it.version}
            {index === 0 ? " (latest)" : ""}
          </option>
        ))}
      </Select>
      <Button icon={SquarePen} onClick={() => navigate(to.editor(path, chosen))}>
        {mayRun ? "Edit" : "Open in the editor"}
      </Button>
      <Button
        look="primary"
        icon={Play}
        whyNot={mayRun ? null : "Your role may look, but not run anything"}
        onClick={() => change({ run: 1 })}
      >
        Run
      </Button>
    </>
  );
}
