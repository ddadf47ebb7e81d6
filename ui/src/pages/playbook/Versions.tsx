import { History } from "lucide-react";
import { lazy, Suspense } from "react";
import { Link, useNavigate } from "react-router";
import type { CatalogEntry, PlaybookDetail } from "../../api/types";
import { to } from "../../app/paths";
import { useMay } from "../../app/session";
import { Button } from "../../parts/Button";
import { ErrorNote, Loading } from "../../parts/Notes";
import { Time } from "../../parts/Time";
import { compared } from "./compared";
import type { Change } from "./useAddress";
import { useVersions } from "./useVersions";
import styles from "./Versions.module.css";

const Diff = lazy(() => import("../../editor/Diff"));

interface VersionsProps {
  playbook: PlaybookDetail;
  /** Versions that are compared, if the address says so. */
  before: number | undefined;
  after: number | undefined;
  change: (change: Change) => void;
}

/** What it was before: all versions, any two of them side by side. */
export function Versions({ playbook, before, after, change }: VersionsProps) {
  const { path } = playbook;
  const { versions, data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useVersions(path, playbook.version);
  if (!data) {
    return error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  const [old, young] = compared(versions, before, after);
  return (
    <div className={styles.versions}>
      <div className={styles.list}>
        <ul aria-label="Versions">
          {versions.map((entry, index) => (
            <Version
              key={entry.version}
              entry={entry}
              isLatest={index === 0}
              isShown={entry.version === playbook.version}
              isOld={entry.version === old?.version}
              isYoung={entry.version === young?.version}
              isAlone={versions.length === 1}
              change={change}
            />
          ))}
        </ul>
        {hasNextPage && (
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older versions
          </Button>
        )}
      </div>
      <div className={styles.diff}>
        {old && young ? (
          <>
            <p className={styles.words}>
              From <strong>version {old.version}</strong> to{" "}
              <strong>version {young.version}</strong>
            </p>
            <div className={styles.texts}>
              <Suspense fallback={<Loading label="Comparing" />}>
                <Diff
                  before={old.content ?? ""}
                  after={young.content ?? ""}
                  label={`Version ${old.version} of ${path} compared with version ${young.version}`}
                />
              </Suspense>
            </div>
          </>
        ) : (
          <p className={styles.words}>
            This is the only version so far. A changed text that is registered under the same path
            becomes the next one, and is compared with this one here.
          </p>
        )}
      </div>
    </div>
  );
}

interface VersionProps {
  entry: CatalogEntry;
  isLatest: boolean;
  isShown: boolean;
  isOld: boolean;
  isYoung: boolean;
  isAlone: boolean;
  change: (change: Change) => void;
}

function Version(props: VersionProps) {
  const { entry, isLatest, isShown, isOld, isYoung, isAlone, change } = props;
  const { path, version, created_at: created } = entry;
  const navigate = useNavigate();
  const mayEdit = useMay("operate");
  return (
    <li className={!isAlone && (isOld || isYoung) ? styles.chosen : undefined}>
      <div className={styles.which}>
        <Link to={to.playbook(path, isLatest ? undefined : version)}>Version {version}</Link>
        <span className="soft">{isLatest ? "latest" : isShown ? "shown" : ""}</span>
        <span className={styles.when}>
          <Time at={created} />
        </span>
      </div>
      {!isAlone && (
        <div className={styles.picks}>
          <label>
            <input
              type="radio"
              name="before"
              checked={isOld}
              aria-label={`Compare from version ${version}`}
              onChange={() => change({ before: version })}
            />
            From
          </label>
          <label>
            <input
              type="radio"
              name="after"
              checked={isYoung}
              aria-label={`Compare to version ${version}`}
              onChange={() => change({ after: version })}
            />
            To
          </label>
          {!isLatest && (
            <Button
              look="quiet"
              icon={History}
              whyNot={mayEdit ? null : "Your role may look, but not register anything"}
              title={
                mayEdit
                  ? "Opens this text in the editor: saved there, it becomes the latest again"
                  : undefined
              }
              aria-label={`Restore version ${version}`}
              onClick={() => navigate(to.editor(path, version))}
            >
              Restore
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
