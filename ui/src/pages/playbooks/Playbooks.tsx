import { SquarePen } from "lucide-react";
import { useCallback, useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { to } from "../../app/paths";
import { Button } from "../../parts/Button";
import { SearchInput, Select } from "../../parts/Inputs";
import { isFilter } from "../../parts/labels";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { RunDialog } from "../../run/RunDialog";
import { List } from "./List";
import { isSort, ordered, SORTS } from "./order";
import styles from "./Playbooks.module.css";
import { useHeld } from "./useHeld";
import { useLabels } from "./useLabels";
import { usePlaybooks } from "./usePlaybooks";

/** The catalog: what there is, and how it has been going. */
export default function Playbooks() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const text = search.get("q") ?? "";
  const label = search.get("label") ?? "";
  const word = search.get("sort");
  const sort = isSort(word) ? word : "recent";
  const run = search.get("run");

  const set = useCallback(
    (name: string, value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) {
            next.set(name, value);
          } else {
            next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const setText = useCallback((value: string) => set("q", value.trim()), [set]);
  const setRun = useCallback((path: string) => set("run", path), [set]);
  const setLabel = useCallback((value: string) => set("label", value), [set]);

  // What the server cannot be asked for is looked for here, among all.
  const asked = isFilter(label) ? label : "";
  const playbooks = usePlaybooks(text, asked, label !== asked || sort !== "recent");
  const { lines, data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = playbooks;
  const inOrder = useMemo(() => ordered(lines, sort, label), [lines, sort, label]);
  const question = JSON.stringify([text, sort, label, playbooks.isPlaceholderData]);
  const { shown, read } = useHeld(inOrder, question);
  const labels = useLabels(lines, label);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <Page
      title="Playbooks"
      isFull
      actions={
        <Button icon={SquarePen} onClick={() => navigate(to.editor())}>
          New playbook
        </Button>
      }
    >
      <div className={styles.bar}>
        <SearchInput
          value={text}
          onChange={setText}
          label="Search playbooks"
          placeholder="Path, name or description"
        />
        {labels.length > 0 && (
          <Select
            aria-label="Label"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            className={styles.chooser}
          >
            <option value="">Any label</option>
            {labels.map((it) => (
              <option key={it}>{it}</option>
            ))}
          </Select>
        )}
        <Select
          aria-label="Order"
          value={sort}
          onChange={(event) =>
            set("sort", event.target.value === "recent" ? "" : event.target.value)
          }
          className={styles.chooser}
        >
          {Object.entries(SORTS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
        <span className={styles.count} role="status">
          {data && counted(inOrder.length, hasNextPage)}
        </span>
      </div>
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading label="Loading the playbooks" />}
      {data && shown.length === 0 && !hasNextPage && (
        <None
          isNarrowed={text !== "" || label !== ""}
          onClear={() => setSearch({}, { replace: true })}
        />
      )}
      {data && shown.length > 0 && (
        <List
          lines={shown}
          read={read}
          onSeen={playbooks.onSeen}
          hasMore={hasNextPage}
          isLoadingMore={isFetchingNextPage}
          onMore={more}
          onRun={setRun}
          onLabel={setLabel}
        />
      )}
      <RunDialog isOpen={run !== null} onClose={() => setRun("")} path={run ?? ""} />
    </Page>
  );
}

function counted(count: number, hasMore: boolean): string {
  const number = count.toLocaleString("en");
  return `${number}${hasMore ? "+" : ""} ${count === 1 && !hasMore ? "playbook" : "playbooks"}`;
}

function None({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  if (isNarrowed) {
    return (
      <Empty title="No playbook is like that">
        <p>Nothing in the catalog has this text and label.</p>
        <p>
          <Button onClick={onClear}>Show all playbooks</Button>
        </p>
      </Empty>
    );
  }
  return (
    <Empty
      title="No playbook is registered yet"
      command={`noetl register FILE.yaml --server ${location.origin}`}
    >
      <p>
        Write one in the <Link to={to.editor()}>editor</Link>, or register the files that you have
        from a terminal:
      </p>
    </Empty>
  );
}
