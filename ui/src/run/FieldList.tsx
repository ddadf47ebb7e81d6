import { Empty } from "../parts/Notes";
import type { Drafts } from "./drafts";
import { FieldInput } from "./FieldInput";
import type { Field } from "./fields";
import styles from "./RunForm.module.css";

interface FieldListProps {
  fields: Field[];
  drafts: Drafts;
  /** By path. */
  flaws: Map<string, string>;
  onChange: (path: string, draft: string) => void;
  onLeave: (path: string) => void;
}

export function FieldList(props: FieldListProps) {
  if (props.fields.length === 0) {
    return (
      <Empty title="It asks for nothing">
        <p>This playbook has no inputs. Values for it can still be given as JSON.</p>
      </Empty>
    );
  }
  return (
    <div className={styles.fields}>
      {props.fields.map((field) =>
        field.kind === "group" ? (
          <Group key={field.path} field={field} {...props} />
        ) : (
          <FieldInput
            key={field.path}
            field={field}
            draft={props.drafts[field.path] ?? ""}
            flaw={props.flaws.get(field.path)}
            onChange={(draft) => props.onChange(field.path, draft)}
            onLeave={() => props.onLeave(field.path)}
          />
        ),
      )}
    </div>
  );
}

function Group({ field, ...props }: FieldListProps & { field: Field }) {
  const flaw = props.flaws.get(field.path);
  const { description } = field.schema;
  return (
    <fieldset className={styles.group}>
      <legend>
        {field.name}
        <span className={styles.needs}>{field.isNeeded ? "needed" : "may be left out"}</span>
      </legend>
      {typeof description === "string" && <p className="soft">{description}</p>}
      {flaw && <p className={styles.wrong}>{flaw}</p>}
      <FieldList {...props} fields={field.fields} />
    </fieldset>
  );
}
