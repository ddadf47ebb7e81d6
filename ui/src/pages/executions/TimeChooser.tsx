import { type FormEvent, useState } from "react";
import { Button } from "../../parts/Button";
import { Labelled, TextInput } from "../../parts/Inputs";
import styles from "./Filters.module.css";
import { type Filters, PRESETS } from "./filters";

type Period = Pick<Filters, "range" | "from" | "until">;

/** How far back the list goes: some lengths to choose from, or a period of one's own. */
export function TimeChooser({
  filters,
  onChoose,
}: {
  filters: Filters;
  onChoose: (period: Period) => void;
}) {
  const [from, setFrom] = useState(localOf(filters.from));
  const [until, setUntil] = useState(localOf(filters.until));
  const isEmpty = from !== "" && until !== "" && from >= until;
  const isAll = !filters.range && !filters.from && !filters.until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose({ range: "", from: instantOf(from), until: instantOf(until) });
  };
  return (
    <>
      <div className={styles.options}>
        {PRESETS.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            className={styles.option}
            aria-pressed={filters.range === value}
            onClick={() => onChoose({ range: value, from: "", until: "" })}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          className={styles.option}
          aria-pressed={isAll}
          onClick={() => onChoose({ range: "", from: "", until: "" })}
        >
          All time
        </button>
      </div>
      <form className={styles.own} onSubmit={submit}>
        <Labelled label="Started since">
          {(ids) => (
            <TextInput
              {...ids}
              type="datetime-local"
              step={1}
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            />
          )}
        </Labelled>
        <Labelled
          label="And before"
          error={isEmpty ? "This is not after the beginning." : undefined}
        >
          {(ids) => (
            <TextInput
              {...ids}
              type="datetime-local"
              step={1}
              value={until}
              onChange={({ target }) => setUntil(target.value)}
            />
          )}
        </Labelled>
        <Button look="primary" type="submit" disabled={isEmpty || (!from && !until)}>
          Show this period
        </Button>
      </form>
    </>
  );
}

const TWO = 2;

/** An instant as the field wants it: in the reader's own zone. */
function localOf(instant: string): string {
  if (!instant) {
    return "";
  }
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(TWO, "0");
  return (
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` +
    `T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  );
}

const instantOf = (local: string) => (local ? new Date(local).toISOString() : "");
