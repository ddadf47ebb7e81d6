import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Activity, BookOpen, Play, SquarePen } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { get } from "../api/client";
import type { Execution, Page, PlaybookLine } from "../api/types";
import { StatusIcon } from "../parts/StatusBadge";
import styles from "./Palette.module.css";
import { to } from "./paths";
import { PLACES } from "./Shell";

const FOUND = 6;
const ALL = "all executions";

/** Goes anywhere and does anything by a few letters: pages, playbooks, executions. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [chosen, setChosen] = useState("");
  return (
    <Command.Dialog
      value={chosen}
      onValueChange={setChosen}
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
      label="Search and commands"
      className={styles.palette ?? ""}
      overlayClassName={styles.veil ?? ""}
      shouldFilter={false}
      loop
    >
      {isOpen && <Content onClose={onClose} choose={setChosen} />}
    </Command.Dialog>
  );
}

interface ContentProps {
  onClose: () => void;
  choose: (value: string) => void;
}

function Content({ onClose, choose }: ContentProps) {
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const navigate = useNavigate();
  const playbooks = useQuery({
    queryKey: ["palette", "playbooks", text],
    queryFn: ({ signal }) =>
      get<Page<PlaybookLine>>("/api/catalog/playbooks/search", { q: text, limit: FOUND }, signal),
  });
  const executions = useQuery({
    queryKey: ["palette", "executions", text],
    queryFn: ({ signal }) =>
      get<Page<Execution>>("/api/executions", { q: text, limit: FOUND }, signal),
  });
  const go = (address: string) => () => {
    onClose();
    navigate(address);
  };
  // All at once: what comes first in the list is what Enter takes, not what came first from the server.
  const isThere = !playbooks.isPending && !executions.isPending;
  const playbooksFound = isThere ? (playbooks.data?.items ?? []) : [];
  const executionsFound = isThere ? (executions.data?.items ?? []) : [];
  const places = PLACES.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const playbook = playbooksFound[0];
  const first =
    places[0]?.to ??
    (playbook ? `open ${playbook.path}` : (executionsFound[0]?.execution_id ?? ALL));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at the top again.
  useEffect(() => choose(first), [choose, first, text, isThere]);
  return (
    <>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="A page, a playbook's path, an execution's id ..."
        className={styles.input ?? ""}
      />
      <Command.List className={styles.list ?? ""}>
        {places.length > 0 && (
          <Command.Group heading="Pages">
            {places.map(({ to: address, label, icon: Icon }) => (
              <Command.Item key={address} value={address} onSelect={go(address)}>
                <Icon size={16} aria-hidden />
                {label}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {playbooksFound.length > 0 && (
          <Command.Group heading="Playbooks">
            {playbooksFound.flatMap(({ path }) => [
              <Command.Item
                key={`open ${path}`}
                value={`open ${path}`}
                onSelect={go(to.playbook(path))}
              >
                <BookOpen size={16} aria-hidden />
                <span className="cut">{path}</span>
              </Command.Item>,
              <Command.Item
                key={`run ${path}`}
                value={`run ${path}`}
                onSelect={go(`${to.playbook(path)}?run=1`)}
              >
                <Play size={16} aria-hidden />
                <span className="cut">Run {path}</span>
              </Command.Item>,
              <Command.Item
                key={`edit ${path}`}
                value={`edit ${path}`}
                onSelect={go(to.editor(path))}
              >
                <SquarePen size={16} aria-hidden />
                <span className="cut">Edit {path}</span>
              </Command.Item>,
            ])}
          </Command.Group>
        )}
        {executionsFound.length > 0 && (
          <Command.Group heading="Executions">
            {executionsFound.map(({ execution_id: id, path, status }) => (
              <Command.Item key={id} value={id} onSelect={go(to.execution(id))}>
                <StatusIcon status={status} size={16} />
                <span className="cut">{path}</span>
                <span className="mono soft">{id}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {text && isThere && (
          <Command.Item value={ALL} onSelect={go(`/executions?q=${encodeURIComponent(text)}`)}>
            <Activity size={16} aria-hidden />
            All executions with “{text}”
          </Command.Item>
        )}
      </Command.List>
    </>
  );
}
