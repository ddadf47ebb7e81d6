import { ToggleGroup } from "radix-ui";
import styles from "./RunForm.module.css";

const SIDES = [
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
] as const;

/** Turns between the two ways to give values. */
export function Sides({
  side,
  onTurn,
}: {
  side: "form" | "json";
  onTurn: (side: "form" | "json") => void;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      value={side}
      onValueChange={(value) => {
        if (value === "form" || value === "json") {
          onTurn(value);
        }
      }}
      className={styles.sides}
      aria-label="How to give the values"
    >
      {SIDES.map(({ value, label }) => (
        <ToggleGroup.Item key={value} value={value} className={styles.side}>
          {label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
