import { ChevronDown } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { Button } from "../../parts/Button";
import { SearchInput } from "../../parts/Inputs";
import { Popover } from "../../parts/Popover";
import { Chips } from "./Chips";
import { LabelChooser, PathChooser } from "./Chooser";
import styles from "./Filters.module.css";
import type { Filters as Narrowing } from "./filters";
import { StatusChooser } from "./StatusChooser";
import { TimeChooser } from "./TimeChooser";

interface FiltersProps {
  filters: Narrowing;
  onNarrow: (change: Partial<Narrowing>) => void;
  onClear: () => void;
}

/** What the list is narrowed by: fields to choose in, and what was chosen as chips. */
export const Filters = memo(function Filters({ filters, onNarrow, onClear }: FiltersProps) {
  return (
    <search className={styles.filters} aria-label="Filter executions">
      <SearchInput
        label="Search by path or id"
        placeholder="Part of a path, or an id"
        value={filters.text}
        onChange={(text) => onNarrow({ text })}
      />
      <div className={styles.choosers}>
        <Chooser title="Status" isOn={filters.statuses.length > 0}>
          {() => (
            <StatusChooser
              chosen={filters.statuses}
              onChoose={(statuses) => onNarrow({ statuses })}
            />
          )}
        </Chooser>
        <Chooser title="Playbook" isOn={Boolean(filters.path)}>
          {(close) => (
            <PathChooser
              onChoose={(path) => {
                onNarrow({ path });
                close();
              }}
            />
          )}
        </Chooser>
        <Chooser title="Label" isOn={Boolean(filters.label)}>
          {(close) => (
            <LabelChooser
              onChoose={(label) => {
                onNarrow({ label });
                close();
              }}
            />
          )}
        </Chooser>
        <Chooser title="Time" isOn={Boolean(filters.range || filters.from || filters.until)}>
          {(close) => (
            <TimeChooser
              filters={filters}
              onChoose={(period) => {
                onNarrow(period);
                close();
              }}
            />
          )}
        </Chooser>
      </div>
      <Chips filters={filters} onNarrow={onNarrow} onClear={onClear} />
    </search>
  );
});

function Chooser({
  title,
  isOn,
  children,
}: {
  title: string;
  isOn: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label={title}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button className={`${styles.trigger} ${isOn ? styles.on : ""}`}>
          {title}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      {children(() => setOpen(false))}
    </Popover>
  );
}
