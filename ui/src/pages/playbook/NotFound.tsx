import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { Link, useNavigate } from "react-router";
import { get } from "../../api/client";
import type { Page as PageOf, PlaybookLine } from "../../api/types";
import { to } from "../../app/paths";
import { SearchInput } from "../../parts/Inputs";
import { Empty } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import styles from "./Playbook.module.css";

const LIMIT = 8;

interface NotFoundProps {
  path: string;
  reason: string;
}

/** Nothing is registered there: what is, that is called alike, and a search. */
export function NotFound({ path, reason }: NotFoundProps) {
  const navigate = useNavigate();
  const search = useCallback(
    (text: string) => navigate(`/playbooks?q=${encodeURIComponent(text)}`),
    [navigate],
  );
  return (
    <Page title="No such playbook">
      <Empty
        title="There is no such playbook"
        command={`noetl register FILE.yaml --server ${location.origin}`}
      >
        <p>{sentence(reason)}</p>
        <Alike path={path} />
        <div className={styles.search}>
          <SearchInput value="" onChange={search} label="Search playbooks" />
        </div>
        <p>
          It can be written in the <Link to={to.editor()}>editor</Link>, or registered from a
          terminal:
        </p>
      </Empty>
    </Page>
  );
}

/** The playbook is there, but not this version of it. */
export function NoVersion({ path, reason }: NotFoundProps) {
  return (
    <Page title="No such version">
      <Empty title="There is no such version">
        <p>{sentence(reason)}</p>
        <p>
          Go to its <Link to={to.playbook(path)}>latest version</Link>, or look through{" "}
          <Link to={`${to.playbook(path)}?tab=versions`}>all of them</Link>.
        </p>
      </Empty>
    </Page>
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function Alike({ path }: { path: string }) {
  const last = path.split("/").findLast(Boolean) ?? path;
  const { data } = useQuery({
    queryKey: ["playbooks", "alike", last],
    queryFn: ({ signal }) =>
      get<PageOf<PlaybookLine>>("/api/catalog/playbooks/search", { q: last, limit: LIMIT }, signal),
  });
  if (!data || data.items.length === 0) {
    return null;
  }
  return (
    <>
      <p className={styles.like}>Perhaps one of these was meant:</p>
      <ul className={styles.like} aria-label="Playbooks that are called alike">
        {data.items.map((it) => (
          <li key={it.path}>
            <Link to={to.playbook(it.path)} className="mono">
              {it.path}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
