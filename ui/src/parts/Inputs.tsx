import { Search, X } from "lucide-react";
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  useEffect,
  useId,
  useState,
} from "react";
import { IconButton } from "./Button";
import styles from "./Inputs.module.css";

/** A label above its input, a note or an error below; `children` gets the ids that join them. */
export function Labelled({
  label,
  note,
  error,
  isNeeded,
  children,
}: {
  label: ReactNode;
  note?: ReactNode;
  error?: string | undefined;
  isNeeded?: boolean;
  children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>
        {label}
        {isNeeded && <span className={styles.needed}> needed</span>}
      </label>
      {children({ id, "aria-describedby": `${id}-note`, "aria-invalid": Boolean(error) })}
      <div id={`${id}-note`} className={error ? styles.wrong : styles.note}>
        {error ?? note}
      </div>
    </div>
  );
}

export function TextInput(props: InputHTMLAttributes<HTMLInputElement>) {
  return <input type="text" {...props} className={`${styles.input} ${props.className ?? ""}`} />;
}

export function Select(props: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <select {...props} className={`${styles.input} ${styles.select} ${props.className ?? ""}`} />
  );
}

const PAUSE = 250;

/** A search field: tells what was typed once the typing pauses. */
export function SearchInput({
  value,
  onChange,
  label,
  placeholder = label,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) {
      return;
    }
    const timer = setTimeout(() => onChange(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <div className={styles.search}>
      <Search size={15} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        data-search
      />
      {typed && (
        <IconButton
          icon={X}
          label="Clear"
          onClick={() => {
            setTyped("");
            onChange("");
          }}
        />
      )}
    </div>
  );
}
