import { ArrowDownToLine } from "lucide-react";
import { useMemo, useState } from "react";
import { type ExecutionDetail, isOver } from "../../../api/types";
import type { History } from "../../../history/model";
import { Button } from "../../../parts/Button";
import { SearchInput, Select, TextInput } from "../../../parts/Inputs";
import { useAddress } from "../address";
import { StepSelect } from "../StepSelect";
import { useSieve } from "../sieve";
import { EventList } from "./EventList";
import styles from "./Events.module.css";
import { GROUPS, testOf, typesOf } from "./filter";

interface Props {
  detail: ExecutionDetail;
  history: History;
  isComplete: boolean;
}

/** All that happened, in order: filtered, opened, followed. */
export function EventsTab({ detail, history, isComplete }: Props) {
  const { parameters, step, change } = useAddress();
  const type = parameters.get("type") ?? "";
  const status = parameters.get("status") ?? "";
  const text = parameters.get("q") ?? "";
  const [wish, setWish] = useState<{ number: number } | null>(() => {
    const number = Number(parameters.get("event"));
    return number > 0 ? { number } : null;
  });
  const [isFollowing, setFollowing] = useState(!isOver(detail.status) && wish === null);
  const test = useMemo(
    () => testOf({ type, status, step: step ?? "", text }),
    [type, status, step, text],
  );
  const { found, progress, isDone } = useSieve(history.events, test);
  const types = useMemo(() => typesOf(history.events), [history.events]);
  const count = found?.length ?? history.events.length;
  const jump = (number: number) => {
    setFollowing(false);
    setWish({ number });
    change({ event: String(number) });
  };
  return (
    <div className={styles.tab}>
      <div className={styles.tools}>
        <SearchInput label="Search in events" value={text} onChange={(it) => change({ q: it })} />
        <Select
          aria-label="Type"
          value={type}
          onChange={(event) => change({ type: event.target.value })}
        >
          <option value="">All types</option>
          {Object.entries(GROUPS).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <optgroup label="One type">
            {[...types].map(([name, many]) => (
              <option key={name} value={name}>
                {name} ({many.toLocaleString("en")})
              </option>
            ))}
          </optgroup>
        </Select>
        <Select
          aria-label="Status"
          value={status}
          onChange={(event) => change({ status: event.target.value })}
        >
          <option value="">All statuses</option>
          {["RUNNING", "COMPLETED", "FAILED", "CANCELLED", "PAUSED"].map((it) => (
            <option key={it} value={it}>
              {it.charAt(0) + it.slice(1).toLowerCase()}
            </option>
          ))}
        </Select>
        <StepSelect history={history} />
        <Jump onJump={jump} />
        <span className={styles.count} role="status">
          {isDone
            ? test
              ? `${count.toLocaleString("en")} of ${history.events.length.toLocaleString("en")}`
              : `${count.toLocaleString("en")} events`
            : `searching, ${progress} %`}
          {!isComplete && ", reading on"}
        </span>
        {!isOver(detail.status) && (
          <Button
            look="quiet"
            icon={ArrowDownToLine}
            aria-pressed={isFollowing}
            onClick={() => setFollowing(!isFollowing)}
          >
            Follow
          </Button>
        )}
      </div>
      <EventList
        events={history.events}
        of={detail}
        found={found}
        count={count}
        start={history.start ?? Date.parse(detail.start_time)}
        isLive={!isOver(detail.status)}
        isFollowing={isFollowing}
        onFollow={setFollowing}
        wish={wish}
        onJump={jump}
        isFiltered={test !== null}
        onClear={() => change({ q: null, type: null, status: null, step: null })}
      />
    </div>
  );
}

function Jump({ onJump }: { onJump: (number: number) => void }) {
  const [typed, setTyped] = useState("");
  return (
    <form
      className={styles.jump}
      onSubmit={(event) => {
        event.preventDefault();
        const number = Number.parseInt(typed, 10);
        if (number > 0) {
          onJump(number);
        }
      }}
    >
      <TextInput
        aria-label="Go to the event with this number"
        placeholder="Go to no."
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}
