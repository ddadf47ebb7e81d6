import { get, url } from "../api/client";
import { connection } from "../api/connection";
import { asProblem } from "../api/problem";
import { openStream, type Stream } from "../api/stream";
import type { Event, EventPage } from "../api/types";
import { fold } from "./fold";
import { EMPTY, type History } from "./model";

const PAGE = 1_000;
/** Beyond so many events the page does not read on: a browser would not bear it. The download has them all. */
const EVENTS_MAX = 200_000;
/** Live events are shown this often, in ms, however many there are. */
const BEAT = 150;

export interface Snapshot {
  history: History;
  /** Whether what had happened before the page was opened is read. */
  isComplete: boolean;
  isCut: boolean;
  error: Error | null;
}

/** Reads an execution's history page by page, then follows it live until it has ended. */
export class HistorySource {
  private snapshot: Snapshot = { history: EMPTY, isComplete: false, isCut: false, error: null };
  private readonly listeners = new Set<() => void>();
  private readonly abort = new AbortController();
  private stream: Stream | undefined;
  private offBack: (() => void) | undefined;
  private fresh: Event[] = [];
  private beat: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly id: string) {}

  get = (): Snapshot => this.snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  open(): void {
    this.offBack = connection.onBack(() => {
      if (this.snapshot.error) {
        void this.load();
      }
    });
    void this.load();
  }

  close(): void {
    this.abort.abort();
    this.offBack?.();
    this.stream?.close();
    clearTimeout(this.beat);
  }

  private async load(): Promise<void> {
    this.become({ error: null });
    try {
      let cursor: string | null = String(this.snapshot.history.events.length);
      while (cursor !== null && this.snapshot.history.events.length < EVENTS_MAX) {
        const page: EventPage = await get(
          `/api/executions/${this.id}/events`,
          { limit: PAGE, cursor },
          this.abort.signal,
        );
        this.become({ history: fold(this.snapshot.history, page.events) });
        cursor = page.next_cursor;
      }
      this.become({ isComplete: true, isCut: cursor !== null });
      if (cursor === null && this.snapshot.history.end === null) {
        this.follow();
      }
    } catch (error) {
      if (!this.abort.signal.aborted) {
        this.become({ error: asProblem(error) });
      }
    }
  }

  private follow(): void {
    this.stream = openStream({
      address: (last) =>
        url(`/api/executions/${this.id}/events/stream`, {
          after: last || this.snapshot.history.events.length,
        }),
      on: {
        event: (data) => this.arrived(data as Event),
        end: () => {
          this.show();
          this.stream?.close();
        },
      },
    });
  }

  private arrived(event: Event): void {
    this.fresh.push(event);
    this.beat ??= setTimeout(() => this.show(), BEAT);
  }

  private show(): void {
    clearTimeout(this.beat);
    this.beat = undefined;
    // A stream that came back may tell again what was heard already.
    const known = this.snapshot.history.events.length;
    const fresh = this.fresh.filter((event) => Number(event.event_id) > known);
    this.fresh = [];
    if (fresh.length > 0) {
      this.become({ history: fold(this.snapshot.history, fresh) });
    }
  }

  private become(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) {
      listener();
    }
  }
}
