import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Problem } from "../api/problem";
import type { JsonMap, PlaybookDetail } from "../api/types";
import { ErrorNote } from "../parts/Notes";
import { checkMap, type Flaw } from "./check";
import { type Drafts, draftsOf, valuesOf } from "./drafts";
import { FieldList } from "./FieldList";
import { fieldsOf, presetsOf } from "./fields";
import { JsonSide } from "./JsonSide";
import { atFields, flawsOf, isAt, mapOf, payloadOf } from "./payload";
import styles from "./RunForm.module.css";
import { Sides } from "./Sides";
import { isTemplate } from "./schema";

interface RunFormProps {
  id: string;
  playbook: PlaybookDetail;
  workload?: JsonMap;
  /** What the server said to the last order. */
  problem: Problem | undefined;
  onRun: (payload: JsonMap) => void;
}

/** The inputs of a playbook, as fields or as JSON; both show the same values. */
export function RunForm({ id, playbook, workload, problem, onRun }: RunFormProps) {
  const { inputs } = playbook;
  const presets = useMemo(
    () => presetsOf(inputs, playbook.payload?.workload ?? {}),
    [inputs, playbook],
  );
  // What the values were when this side was turned to: fields are made for them.
  const [base, setBase] = useState<JsonMap>(() => ({ ...presets, ...workload }));
  const fields = useMemo(() => fieldsOf(inputs, presets, base), [inputs, presets, base]);
  const [drafts, setDrafts] = useState<Drafts>(() => draftsOf(fields, base));
  const [json, setJson] = useState<string>();
  const [isTried, setTried] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);

  const read = useMemo(
    () => (json === undefined ? valuesOf(fields, drafts, base) : readJson(json, inputs, presets)),
    [json, fields, drafts, base, inputs, presets],
  );
  const payload = payloadOf(read.values, presets);
  const refused = useMemo(() => flawsOf(problem?.flaws ?? []), [problem]);
  useEffect(() => {
    if (problem) {
      setChanged(new Set());
      focusFirst(form.current);
    }
  }, [problem]);
  const standing = refused.filter(({ path }) => !isIn(path, changed));
  const shown = atFields(
    [
      ...read.flaws.filter(({ path }) => isTried || json !== undefined || isIn(path, left)),
      ...standing,
    ],
    fields,
  );

  // The fields may come after the dialog has opened, which has given its focus to a button then.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (!matchMedia("(pointer: coarse)").matches) {
        form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
      }
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const turn = (side: "form" | "json") => {
    if (side === "json") {
      setJson(JSON.stringify(read.values, null, 2));
      return;
    }
    const map = mapOf(json ?? "");
    if ("values" in map) {
      const next = fieldsOf(inputs, presets, map.values);
      setBase(map.values);
      setDrafts(draftsOf(next, map.values));
      setJson(undefined);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (read.flaws.length === 0) {
      onRun(payload);
    } else {
      focusFirst(form.current);
    }
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  };
  const write = (text: string) => {
    setJson(text);
    setChanged(new Set(refused.map(({ path }) => path)));
  };
  const change = (path: string, draft: string) => {
    setDrafts((before) => ({ ...before, [path]: draft }));
    setChanged((before) => new Set(before).add(path));
  };
  return (
    <form
      id={id}
      ref={form}
      onSubmit={submit}
      onKeyDown={pressed}
      className={styles.form}
      noValidate
    >
      <div className={styles.top}>
        <p className="soft">{wordsOf(Object.keys(payload).length)}</p>
        <Sides side={json === undefined ? "form" : "json"} onTurn={turn} />
      </div>
      {problem && problem.flaws.length === 0 && <Refusal problem={problem} />}
      {json === undefined && shown.get("") && (
        <p className={styles.wrong} role="alert">
          {shown.get("")}
        </p>
      )}
      {json === undefined ? (
        <FieldList
          fields={fields}
          drafts={drafts}
          flaws={shown}
          onChange={change}
          onLeave={(path) => setLeft((before) => new Set(before).add(path))}
        />
      ) : (
        <JsonSide text={json} onChange={write} flaws={[...read.flaws, ...standing]} />
      )}
    </form>
  );
}

function readJson(
  text: string,
  inputs: PlaybookDetail["inputs"],
  presets: JsonMap,
): { values: JsonMap; flaws: Flaw[] } {
  const map = mapOf(text);
  if ("flaw" in map) {
    return { values: {}, flaws: [{ path: "", text: map.flaw }] };
  }
  const given = { ...presets, ...map.values };
  const rendered = Object.keys(presets).filter((name) => isTemplate(given[name]));
  const flaws = inputs ? checkMap({ ...inputs }, given, "") : [];
  return { values: map.values, flaws: flaws.filter(({ path }) => !rendered.includes(path)) };
}

const isIn = (path: string, places: ReadonlySet<string>) =>
  [...places].some((place) => isAt(path, place));

function wordsOf(count: number): string {
  switch (count) {
    case 0:
      return "Runs with the playbook's own values.";
    case 1:
      return "One value is given; the others are the playbook's own.";
    default:
      return `${count} values are given; the others are the playbook's own.`;
  }
}

/** To the first field that is wrong, once it says so. */
function focusFirst(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

function Refusal({ problem }: { problem: Problem }) {
  return problem.isAway ? (
    <p className={styles.wrong} role="alert">
      The server did not answer. Press Run again once it is back: if this order has come through all
      the same, it is not started a second time.
    </p>
  ) : (
    <ErrorNote error={problem} />
  );
}
