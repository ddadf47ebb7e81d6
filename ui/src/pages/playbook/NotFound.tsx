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

/** Nothing is registered there: what is, that has the same last part, and a search. */
export function NotFound({
  path,
  version,
  reason,
}: {
  path: string;
  version: number | undefined;
  reason: string;
}) {
  const navigate = useNavigate();
  const last = path.split("/").findLast(Boolean) ?? path;
  const like = useQuery({
    queryKey: ["playbooks", "like", last],
    queryFn: ({ signal }) =>
      get<PageOf<PlaybookLine>>("/api/catalog/playbooks/search", { q: last, limit: LIMIT }, signal),
  });
  const found = like.data?.items.filter((it) => version !== undefined || it.path !== path) ?? [];
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
        <p>{reason.charAt(0).toUpperCase() + reason.slice(1)}.</p>
        {found.length > 0 && (
          <>
            <p className={styles.like}>Perhaps one of these was meant:</p>
            <ul className={styles.like} aria-label="Playbooks that are called alike">
              {found.map((it) => (
                <li key={it.path}>
                  <Link to={to.playbook(it.path)} className="mono">
                    {it.path}
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
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
