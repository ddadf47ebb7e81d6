import { Link } from "react-router";
import { Button } from "../../parts/Button";
import { Empty } from "../../parts/Notes";
import styles from "./List.module.css";

export function NoneAtAll() {
  return (
    <Empty
      title="Nothing has run here yet"
      command={`noetl execute FILE.yaml --server ${location.origin}`}
    >
      <p>
        Run one of the <Link to="/playbooks">playbooks</Link>, or register and start a file of yours
        from a terminal:
      </p>
    </Empty>
  );
}

export function NoneSuch({ onClear }: { onClear: () => void }) {
  return (
    <Empty title="No execution is like that">
      <p className={styles.none}>
        None of the executions that are kept goes through these filters.
        <Button onClick={onClear}>Clear all filters</Button>
      </p>
    </Empty>
  );
}
