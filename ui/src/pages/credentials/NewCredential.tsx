import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { Credential } from "../../api/types";
import { Button, IconButton } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Labelled, TextInput } from "../../parts/Inputs";
import { ErrorNote } from "../../parts/Notes";
import { tell } from "../../parts/toasts";
import styles from "./Credentials.module.css";

interface Row {
  id: number;
  name: string;
  value: string;
}

const FIELDS: Record<string, string[]> = {
  postgres: ["db_host", "db_port", "db_user", "db_password", "db_name"],
  basic: ["username", "password"],
  bearer: ["token"],
  generic: ["value"],
};

const rowsOf = (type: string): Row[] =>
  (FIELDS[type] ?? ["value"]).map((name, id) => ({ id, name, value: "" }));

/** A form for a credential; what is typed goes to the server and nowhere else. */
export function NewCredential({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [type, setType] = useState("postgres");
  const [description, setDescription] = useState("");
  const [rows, setRows] = useState<Row[]>(() => rowsOf("postgres"));
  const queries = useQueryClient();
  const deposit = useMutation({
    mutationFn: () =>
      post<Credential>("/api/credentials", {
        name: name.trim(),
        type,
        description,
        data: Object.fromEntries(
          rows.filter((it) => it.name.trim() && it.value).map((it) => [it.name.trim(), it.value]),
        ),
      }),
    onSuccess: (it) => {
      tell.done(`Credential ${it.name} is stored.`);
      void queries.invalidateQueries({ queryKey: ["credentials"] });
      onClose();
    },
  });
  const change = (id: number, part: Partial<Row>) =>
    setRows(rows.map((it) => (it.id === id ? { ...it, ...part } : it)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deposit.mutate();
  };
  const canStore = name.trim() !== "" && rows.some((it) => it.name.trim() && it.value);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a credential"
      description="Its values are encrypted and never shown again. One of the same name is replaced."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form="new-credential"
            isBusy={deposit.isPending}
            disabled={!canStore}
          >
            Store
          </Button>
        </>
      }
    >
      <form id="new-credential" className={styles.form} onSubmit={submit} autoComplete="off">
        {deposit.error && <ErrorNote error={deposit.error} />}
        <Labelled label="Name" isNeeded note="Steps say auth: and this name.">
          {(ids) => (
            <TextInput {...ids} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Labelled>
        <Labelled label="Type">
          {(ids) => (
            <TextInput
              {...ids}
              list="credential-types"
              value={type}
              onChange={(event) => {
                setType(event.target.value);
                if (rows.every((it) => !it.value)) {
                  setRows(rowsOf(event.target.value));
                }
              }}
            />
          )}
        </Labelled>
        <datalist id="credential-types">
          {Object.keys(FIELDS).map((it) => (
            <option key={it} value={it} />
          ))}
        </datalist>
        <Labelled label="Description">
          {(ids) => (
            <TextInput
              {...ids}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Labelled>
        <fieldset className={styles.fields}>
          <legend>Values</legend>
          {rows.map((row, index) => (
            <div key={row.id} className={styles.field}>
              <TextInput
                aria-label={`Name of value ${index + 1}`}
                value={row.name}
                onChange={(event) => change(row.id, { name: event.target.value })}
              />
              <TextInput
                type="password"
                autoComplete="new-password"
                aria-label={`Value of ${row.name || index + 1}`}
                value={row.value}
                onChange={(event) => change(row.id, { value: event.target.value })}
              />
              <IconButton
                icon={Trash2}
                label={`Leave out ${row.name || "this value"}`}
                onClick={() => setRows(rows.filter((it) => it.id !== row.id))}
              />
            </div>
          ))}
          <Button
            icon={Plus}
            look="quiet"
            onClick={() => {
              const id = Math.max(0, ...rows.map((it) => it.id)) + 1;
              setRows([...rows, { id, name: "", value: "" }]);
            }}
          >
            One more value
          </Button>
        </fieldset>
      </form>
    </Dialog>
  );
}
