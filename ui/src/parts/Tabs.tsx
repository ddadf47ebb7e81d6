import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";
import styles from "./Tabs.module.css";

export interface Tab {
  value: string;
  label: ReactNode;
  content: ReactNode;
}

/** Tabs whose choice the page keeps (in its address, as a rule). */
export function Tabs({
  tabs,
  value,
  onChange,
  label,
  aside,
}: {
  tabs: Tab[];
  value: string;
  onChange: (value: string) => void;
  label: string;
  aside?: ReactNode;
}) {
  // A press and the focus that comes with it both ask, before the page has followed: one step back would not be enough.
  const asked = useRef(value);
  useEffect(() => {
    asked.current = value;
  }, [value]);
  const ask = (wanted: string) => {
    if (wanted !== asked.current) {
      asked.current = wanted;
      onChange(wanted);
    }
  };
  return (
    <Radix.Root value={value} onValueChange={ask} className={styles.tabs}>
      <div className={styles.bar}>
        <Radix.List className={styles.list} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className={styles.tab}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles.content} tabIndex={-1}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
