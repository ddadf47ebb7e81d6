import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { get, remove } from "../../api/client";
import type { Page as ApiPage, Credential } from "../../api/types";
import { useMay } from "../../app/session";
import { Button, IconButton } from "../../parts/Button";
import { type Column, DataTable } from "../../parts/DataTable";
import { Confirm } from "../../parts/Dialog";
import { SearchInput } from "../../parts/Inputs";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Time } from "../../parts/Time";
import { tell } from "../../parts/toasts";
import styles from "./Credentials.module.css";
import { NewCredential } from "./NewCredential";

const LIMIT = 1_000;

/** What steps log in with: names, types, dates. What is secret never leaves the server. */
export default function Credentials() {
  const [search, setSearch] = useSearchParams();
  const text = search.get("q") ?? "";
  const mayChange = useMay("administer");
  const [isAdding, setAdding] = useState(false);
  const [doomed, setDoomed] = useState<Credential | null>(null);
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ["credentials", text],
    queryFn: ({ signal }) =>
      get<ApiPage<Credential>>("/api/credentials", { q: text, limit: LIMIT }, signal),
  });
  const deletion = useMutation({
    mutationFn: (it: Credential) => remove(`/api/credentials/${encodeURIComponent(it.name)}`),
    onSuccess: (_, it) => {
      setDoomed(null);
      tell.done(`Credential ${it.name} is deleted.`);
      void queries.invalidateQueries({ queryKey: ["credentials"] });
    },
    onError: tell.failed,
  });
  const items = data?.items ?? [];
  return (
    <Page
      title="Credentials"
      actions={
        <>
          <SearchInput
            label="Search credentials"
            value={text}
            onChange={(q) => setSearch(q ? { q } : {}, { replace: true })}
          />
          {mayChange && (
            <Button icon={KeyRound} look="primary" onClick={() => setAdding(true)}>
              Add
            </Button>
          )}
        </>
      }
    >
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && items.length === 0 && !text && (
        <Empty
          title="No credentials yet"
          command="noetl credential register pg_local --type postgres --field db_host=localhost"
        >
          Steps name a credential with <code>auth: NAME</code>; its values are stored encrypted and
          shown to nobody.
        </Empty>
      )}
      {data && items.length === 0 && text && (
        <Empty title="No such credential">
          Nothing has “{text}” in its name, tags or description.
        </Empty>
      )}
      {items.length > 0 && (
        <DataTable
          rows={items}
          columns={columns(mayChange ? setDoomed : null)}
          rowKey={(it) => it.name}
          label="Credentials"
        />
      )}
      {isAdding && <NewCredential onClose={() => setAdding(false)} />}
      <Confirm
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        title={`Delete ${doomed?.name ?? ""}?`}
        action="Delete"
        isDanger
        isBusy={deletion.isPending}
        onConfirm={() => doomed && deletion.mutate(doomed)}
      >
        Steps that log in with it will fail from now on. It cannot be brought back.
      </Confirm>
    </Page>
  );
}

function columns(onDelete: ((it: Credential) => void) | null): Column<Credential>[] {
  const shown: Column<Credential>[] = [
    { title: "Name", cell: (it) => <strong className={styles.name}>{it.name}</strong> },
    { title: "Type", cell: (it) => it.type },
    { title: "Description", cell: (it) => it.description ?? <span className="soft">-</span> },
    { title: "Tags", cell: (it) => (it.tags ?? []).join(", ") },
    { title: "Created", cell: (it) => <Time at={it.created_at} /> },
    { title: "Changed", cell: (it) => <Time at={it.updated_at} /> },
  ];
  return onDelete
    ? [
        ...shown,
        {
          title: "Actions",
          cell: (it) => (
            <IconButton icon={Trash2} label={`Delete ${it.name}`} onClick={() => onDelete(it)} />
          ),
        },
      ]
    : shown;
}
