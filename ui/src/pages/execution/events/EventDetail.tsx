import type { ReactNode } from "react";
import type { Event, Json } from "../../../api/types";
import { kept } from "../../../history/fold";
import { Copy } from "../../../parts/Copy";
import { Facts } from "../../../parts/Figures";
import { JsonView } from "../../../parts/JsonView";
import { KeptValue } from "../KeptValue";
import { Linked, type Of } from "../Linked";
import styles from "./Events.module.css";

/** All that an event holds. */
export function EventDetail({
  event,
  of,
  onJump,
}: {
  event: Event;
  of: Of;
  onJump: (number: number) => void;
}) {
  const facts: [string, ReactNode][] = [
    [
      "At",
      <span key="at" className="mono">
        {event.created_at}
      </span>,
    ],
    ["Status", event.status],
  ];
  if (event.node_type) {
    facts.push(["Of", event.node_type]);
  }
  if (event.node_id) {
    facts.push([
      "Node",
      <span key="node" className="mono">
        {event.node_id}
      </span>,
    ]);
  }
  if (event.worker_id) {
    facts.push(["Worker", event.worker_id]);
  }
  const cause = event.parent_event_id;
  if (cause) {
    facts.push([
      "Caused by",
      <button
        key="cause"
        type="button"
        className={styles.link}
        onClick={() => onJump(Number(cause))}
      >
        event {cause}
      </button>,
    ]);
  }
  if (event.current_index !== null) {
    facts.push(["Item", event.current_index]);
  }
  return (
    <div className={styles.detail}>
      <div className={styles.detailHead}>
        <Facts facts={facts} />
        <Copy text={() => JSON.stringify(event, null, 2)} label="Copy the event as JSON" />
      </div>
      {event.error && <Text name="Error" text={event.error} of={of} isWrong />}
      {event.stack_trace && <Text name="Traceback" text={event.stack_trace} of={of} />}
      {event.current_item !== null && <Value name="Element" value={event.current_item} />}
      {event.result !== null && (
        <Part name="Result">
          <KeptValue kept={kept(event, "result", event.result)} />
        </Part>
      )}
      {event.context !== null && <Value name="Context" value={event.context} />}
      {event.meta !== null && <Value name="Meta" value={event.meta as Json} />}
    </div>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <h2>{name}</h2>
      {children}
    </div>
  );
}

function Value({ name, value }: { name: string; value: Json }) {
  return (
    <Part name={name}>
      <JsonView value={value} />
    </Part>
  );
}

function Text(props: { name: string; text: string; of: Of; isWrong?: boolean }) {
  const { name, text, of, isWrong } = props;
  return (
    <Part name={name}>
      <div className={`${styles.text} ${isWrong ? styles.wrongText : ""}`}>
        <pre>
          <Linked text={text} of={of} />
        </pre>
        <Copy text={text} label={`Copy the ${name.toLowerCase()}`} />
      </div>
    </Part>
  );
}
