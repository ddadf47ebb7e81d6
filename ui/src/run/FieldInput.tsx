import { parseStrictly } from "../api/json";
import type { Json } from "../api/types";
import { Labelled, Select, TextInput } from "../parts/Inputs";
import { FORMATS } from "./check";
import type { Field } from "./fields";
import styles from "./RunForm.module.css";
import { isTemplate, numberIn, textIn, typeOf } from "./schema";

interface FieldInputProps {
  field: Field;
  draft: string;
  flaw: string | undefined;
  onChange: (draft: string) => void;
  onLeave: () => void;
}

type Ids = { id: string; "aria-describedby": string; "aria-invalid": boolean };

/** One input with its name, what it may be, and what is wrong with it. */
export function FieldInput(props: FieldInputProps) {
  const { field, flaw } = props;
  return (
    <div className={field.kind === "long" || field.kind === "json" ? styles.whole : undefined}>
      <Labelled
        label={<span className="mono">{field.name}</span>}
        note={noteOf(field)}
        error={flaw}
        isNeeded={field.isNeeded}
      >
        {(ids) => <Control {...props} ids={ids} />}
      </Labelled>
    </div>
  );
}

function Control({ field, draft, onChange, onLeave, ids }: FieldInputProps & { ids: Ids }) {
  const shared = {
    ...ids,
    "aria-required": field.isNeeded,
    value: draft,
    onBlur: onLeave,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  switch (field.kind) {
    case "choice":
    case "truth":
      return (
        <Select {...shared}>
          {!isKnown(field) && <option value="">{field.isNeeded ? "Choose" : "Not given"}</option>}
          {choicesOf(field).map((choice) => (
            <option key={choice} value={choice}>
              {wordOf(choice)}
            </option>
          ))}
        </Select>
      );
    case "switch":
      return (
        <span className={styles.check}>
          <input
            {...ids}
            type="checkbox"
            role="switch"
            checked={draft === "true"}
            aria-checked={draft === "true"}
            onBlur={onLeave}
            onChange={(event) => onChange(String(event.target.checked))}
          />
          {draft === "true" ? "true" : "false"}
        </span>
      );
    case "long":
    case "json":
      return (
        <textarea
          {...shared}
          className={styles.area}
          rows={Math.min(12, Math.max(3, draft.split("\n").length))}
          spellCheck={field.kind === "long"}
          placeholder={shownPreset(field)}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          type={field.kind === "date" || field.kind === "time" ? field.kind : "text"}
          {...(field.kind === "time" ? { step: 1 } : {})}
          inputMode={inputModeOf(field)}
          autoComplete="off"
          placeholder={shownPreset(field)}
        />
      );
  }
}

/** Whether the value that holds anyway is one of those to choose from. */
const isKnown = ({ preset, ...field }: Field) =>
  preset !== undefined && choicesOf({ preset, ...field }).includes(JSON.stringify(preset));

function inputModeOf(field: Field) {
  if (field.kind !== "number") {
    return "text" as const;
  }
  const isPositive = (numberIn(field.schema, "minimum") ?? -1) >= 0;
  if (!isPositive) {
    return "text" as const;
  }
  return typeOf(field.schema) === "integer" ? ("numeric" as const) : ("decimal" as const);
}

/** As JSON, as they stand in drafts. */
function choicesOf(field: Field): string[] {
  if (field.kind === "truth") {
    return ["true", "false"];
  }
  const { enum: choices } = field.schema;
  return Array.isArray(choices) ? choices.map((it) => JSON.stringify(it)) : [];
}

function wordOf(choice: string): string {
  const value = parseStrictly(choice) as Json;
  return typeof value === "string" && value !== "" ? value : choice;
}

/** What holds while the input is empty. */
function shownPreset({ preset }: Field): string {
  if (preset === undefined || preset === null || preset === "") {
    return "";
  }
  return typeof preset === "string" ? preset : JSON.stringify(preset);
}

function noteOf(field: Field): string {
  const { schema } = field;
  const said = textIn(schema, "description");
  const parts = [said, rangeOf(field)];
  // Where the browser has an input of its own for it, that shows how.
  if (field.kind !== "date" && field.kind !== "time") {
    parts.push(FORMATS[textIn(schema, "format")]?.words ?? "");
  }
  if (field.kind === "json") {
    parts.push(
      typeOf(schema) === "array" || Array.isArray(field.preset) ? "A list as JSON" : "JSON",
    );
  } else if (field.kind === "any") {
    parts.push("JSON, or a text");
  }
  if (isTemplate(field.preset)) {
    parts.push("A template: the server fills it in unless it is changed");
  }
  return parts
    .filter(Boolean)
    .map((it) => `${it.charAt(0).toUpperCase()}${it.slice(1).replace(/\.$/, "")}.`)
    .join(" ");
}

function rangeOf({ schema }: Field): string {
  const kinds: [string, string, string][] = [
    ["minimum", "maximum", ""],
    ["minLength", "maxLength", " characters"],
    ["minItems", "maxItems", " items"],
  ];
  const ranges = kinds.flatMap(([leastWord, mostWord, unit]) => {
    const least = numberIn(schema, leastWord);
    const most = numberIn(schema, mostWord);
    if (least !== undefined && most !== undefined) {
      return [`${least} to ${most}${unit}`];
    }
    if (least !== undefined) {
      return [`At least ${least}${unit}`];
    }
    return most !== undefined ? [`At most ${most}${unit}`] : [];
  });
  const whole = typeOf(schema) === "integer" ? "a whole number" : "";
  return [whole, ...ranges].filter(Boolean).join(", ");
}
