import { ChevronRight } from "lucide-react";
import { memo } from "react";
import type { Event } from "../../../api/types";
import { StatusIcon } from "../../../parts/StatusBadge";
import { clock, offset } from "../offset";
import styles from "./Events.module.css";
import { gist } from "./gist";

interface Props {
  event: Event;
  index: number;
  start: number;
  isOpen: boolean;
  onToggle: (id: string, index: number) => void;
  onFocus: (index: number) => void;
}

export const EventRow = memo(function EventRow(props: Props) {
  const { event, index, start, isOpen, onToggle, onFocus } = props;
  const at = Date.parse(event.created_at);
  const handled = event.meta?.handled === true;
  return (
    <button
      type="button"
      className={styles.row}
      data-row={index}
      tabIndex={-1}
      aria-expanded={isOpen}
      onFocus={() => onFocus(index)}
      onClick={() => onToggle(event.event_id, index)}
    >
      <ChevronRight size={13} aria-hidden className={isOpen ? styles.opened : ""} />
      <span className={styles.number}>{event.event_id}</span>
      <span className={styles.time} title={event.created_at}>
        {clock(at)}
      </span>
      <span className={styles.offset}>{offset(at - start)}</span>
      <StatusIcon status={handled ? "HANDLED" : event.status} size={14} />
      <span className={styles.type}>{event.event_type}</span>
      <span className={styles.node} title={event.node_name ?? undefined}>
        {event.node_name}
        {event.meta?.visit ? <span className="soft"> #{event.meta.visit}</span> : null}
      </span>
      <span className={`${styles.gist} ${event.error ? styles.wrong : ""}`}>{gist(event)}</span>
      <span className={styles.worker}>{event.worker_id}</span>
      <span className="hidden">{event.status.toLowerCase()}</span>
    </button>
  );
});
