import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { type ReactNode, useDeferredValue, useState } from "react";
import { get } from "../../api/client";
import type { Page, PlaybookLine } from "../../api/types";
import { labelsOf } from "../../parts/labels";
import styles from "./Filters.module.css";

const FOUND = 30;
const LABELLED = 500;

/** A playbook by its path, found by a part of it. */
export function PathChooser({ onChoose }: { onChoose: (path: string) => void }) {
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["catalog", "search", text],
    queryFn: ({ signal }) =>
      get<Page<PlaybookLine>>("/api/catalog/playbooks/search", { q: text, limit: FOUND }, signal),
    placeholderData: (before) => before,
  });
  const paths = data?.items.map(({ path }) => path) ?? [];
  return (
    <Found
      label="Path of a playbook"
      typed={typed}
      onType={setTyped}
      found={paths}
      onChoose={onChoose}
      none={isFetching ? "Looking ..." : "No playbook is called so."}
      // A playbook may be gone from the catalog while its executions are kept.
      more={text && !isFetching && !paths.includes(text) ? [text, `Exactly “${text}”`] : null}
    />
  );
}

/** A label that some playbook has, or one typed out. */
export function LabelChooser({ onChoose }: { onChoose: (label: string) => void }) {
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const { data, isFetching } = useQuery({
    queryKey: ["catalog", "labels"],
    queryFn: ({ signal }) =>
      get<Page<PlaybookLine>>("/api/catalog/playbooks", { limit: LABELLED }, signal),
  });
  const labels = labelsOf(data?.items ?? []);
  const isWhole = /^[^=,]+=[^=,]*(,[^=,]+=[^=,]*)*$/.test(text);
  return (
    <Found
      label="Label, as name=value"
      typed={typed}
      onType={setTyped}
      found={labels.filter((label) => label.includes(text))}
      onChoose={onChoose}
      none={isFetching ? "Looking ..." : noneOf(labels)}
      more={isWhole && !labels.includes(text) ? [text, `Exactly “${text}”`] : null}
    />
  );
}

const noneOf = (labels: string[]) =>
  labels.length === 0 ? "No playbook has labels yet." : "Write it like this: team=reporting";

function Found({
  label,
  typed,
  onType,
  found,
  onChoose,
  none,
  more,
}: {
  label: string;
  typed: string;
  onType: (typed: string) => void;
  found: string[];
  onChoose: (value: string) => void;
  none: ReactNode;
  more: [value: string, words: string] | null;
}) {
  return (
    <Command label={label} shouldFilter={false} loop className={styles.command ?? ""}>
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={onType}
        placeholder={label}
        className={styles.typed ?? ""}
      />
      <Command.List className={styles.found ?? ""}>
        {found.length === 0 && !more && (
          // As an option that cannot be chosen: a list of options may not be without any.
          <Command.Item disabled value="none" className={styles.none ?? ""}>
            {none}
          </Command.Item>
        )}
        {found.map((value) => (
          <Command.Item key={value} value={value} onSelect={() => onChoose(value)} title={value}>
            <span className="cut">{value}</span>
          </Command.Item>
        ))}
        {more && (
          <Command.Item value={`exactly ${more[0]}`} onSelect={() => onChoose(more[0])}>
            <span className="cut">{more[1]}</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}
