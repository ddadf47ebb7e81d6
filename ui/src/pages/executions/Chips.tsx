import { X } from "lucide-react";
import type { ReactNode } from "react";
import { isOver, STATUSES, type Status } from "../../api/types";
import { Button } from "../../parts/Button";
import { exact } from "../../parts/time";
import styles from "./Filters.module.css";
import { type Filters, isNarrowed, PRESETS } from "./filters";

interface ChipsProps {
  filters: Filters;
  onNarrow: (change: Partial<Filters>) => void;
  onClear: () => void;
}

const ACTIVE: Status[] = STATUSES.filter((status) => !isOver(status));

interface Chip {
  name: string;
  value: string;
  off: Partial<Filters>;
}

export function Chips({ filters, onNarrow, onClear }: ChipsProps) {
  if (!isNarrowed(filters)) {
    return null;
  }
  return (
    <div className={styles.chips}>
      {chipsOf(filters).map(({ name, value, off }) => (
        <ChipBox key={`${name} ${value}`} name={name} onOff={() => onNarrow(off)}>
          {value}
        </ChipBox>
      ))}
      <Button look="quiet" className={styles.clear ?? ""} onClick={onClear}>
        Clear all
      </Button>
    </div>
  );
}

function ChipBox({
  name,
  children,
  onOff,
}: {
  name: string;
  children: ReactNode;
  onOff: () => void;
}) {
  return (
    <span className={styles.chip}>
      <span className="soft">{name}</span>
      <span className="cut">{children}</span>
      <button type="button" aria-label={`Remove the filter ${name} ${children}`} onClick={onOff}>
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

function chipsOf(filters: Filters): Chip[] {
  const isActive = ACTIVE.every((status) => filters.statuses.includes(status));
  const single = filters.statuses.filter((status) => !(isActive && ACTIVE.includes(status)));
  const chips: Chip[] = single.map((status) => ({
    name: "Status",
    value: status.charAt(0) + status.slice(1).toLowerCase(),
    off: { statuses: filters.statuses.filter((it) => it !== status) },
  }));
  if (isActive) {
    chips.unshift({ name: "Status", value: "Active", off: { statuses: single } });
  }
  const add = (name: string, value: string, off: Partial<Filters>) => {
    if (value) {
      chips.push({ name, value, off });
    }
  };
  add("Playbook", filters.path, { path: "" });
  add("Label", filters.label, { label: "" });
  add("Child of", filters.parent, { parent: "" });
  add("Text", filters.text, { text: "" });
  const preset = PRESETS.find(({ value }) => value === filters.range);
  add("Started", preset?.label.toLowerCase() ?? "", { range: "" });
  add("Since", filters.from && exact(filters.from), { from: "" });
  add("Before", filters.until && exact(filters.until), { until: "" });
  return chips;
}
