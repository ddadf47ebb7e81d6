import { useMemo } from "react";
import type { History } from "../../history/model";
import { Select } from "../../parts/Inputs";
import { useAddress } from "./address";

/** Only what belongs to one step: the one that is chosen on the whole page. */
export function StepSelect({ history }: { history: History }) {
  const { step, choose } = useAddress();
  const names = useMemo(() => [...history.steps.keys()], [history.steps]);
  return (
    <Select
      aria-label="Step"
      value={step ?? ""}
      onChange={(event) => choose(event.target.value || null)}
    >
      <option value="">All steps</option>
      {step && !names.includes(step) && <option value={step}>{step}</option>}
      {names.map((it) => (
        <option key={it} value={it}>
          {it}
        </option>
      ))}
    </Select>
  );
}
