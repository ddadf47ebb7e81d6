import { connection } from "./connection";
import { parse } from "./json";

const PAUSE = 1_000;
/** A page that nobody looks at gives its connection back after so long: browsers have six for one server. */
const UNSEEN_MAX = 20_000;
/** From here on an answer is that of something in between, which does not reach the server. */
const AWAY = 502;

export interface Stream {
  close(): void;
}

export interface StreamOptions {
  /** The address, given the id of the last event seen ("" at first). */
  address: (last: string) => string;
  /** By name of event: what to do with its data. */
  on: Record<string, (data: unknown, id: string) => void>;
  /** Called when the stream is open again after a break: something may have been missed. */
  onReopen?: () => void;
}

/**
 * An event stream that stays: it comes back after restarts and lost connections, waits while a token is needed, and rests
 * while the page is hidden.
 */
export function openStream(options: StreamOptions): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unseen: ReturnType<typeof setTimeout> | undefined;
  let last = "";
  let isClosed = false;
  let hasOpened = false;

  const shut = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const open = () => {
    shut();
    if (isClosed || document.visibilityState === "hidden" || connection.get().kind !== "online") {
      return;
    }
    const it = new EventSource(options.address(last));
    source = it;
    for (const [name, take] of Object.entries(options.on)) {
      it.addEventListener(name, (event) => {
        if (source === it) {
          last = event.lastEventId || last;
          take(parse(event.data), event.lastEventId);
        }
      });
    }
    it.onopen = () => {
      if (hasOpened) {
        options.onReopen?.();
      }
      hasOpened = true;
    };
    it.onerror = () => {
      if (source !== it) {
        return;
      }
      // It does not tell why: the next request will (401, or nobody answers).
      shut();
      timer = setTimeout(open, PAUSE);
      void probe();
    };
  };

  const probe = async () => {
    try {
      const response = await fetch("/api/session", { cache: "no-store" });
      if (response.status === 401) {
        connection.locked();
      } else if (response.status >= AWAY) {
        connection.lost();
      }
    } catch {
      connection.lost();
    }
  };

  const seen = () => {
    clearTimeout(unseen);
    if (document.visibilityState === "hidden") {
      unseen = setTimeout(shut, UNSEEN_MAX);
    } else if (!source) {
      open();
    }
  };

  const offBack = connection.onBack(open);
  document.addEventListener("visibilitychange", seen);
  open();
  return {
    close() {
      isClosed = true;
      clearTimeout(unseen);
      offBack();
      document.removeEventListener("visibilitychange", seen);
      shut();
    },
  };
}
