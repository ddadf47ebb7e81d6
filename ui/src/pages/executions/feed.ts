import type { Execution, Page } from "../../api/types";
import { type Row, rowOf } from "./row";
import { indexOf, isAhead, merged, placeOf, replaced, vanished, without } from "./rows";

export interface FeedState {
  rows: Row[];
  /** Where the rows go on; null at the end. */
  next: string | null;
  isLoading: boolean;
  isLoadingMore: boolean;
  error: unknown;
  /** How many new ones are kept back, so that nothing moves under the reader's eyes. */
  held: number;
  /** There are more of them than are kept. */
  isHeldMore: boolean;
  /** Those that have just come. */
  fresh: ReadonlySet<string>;
}

export interface Source {
  /** A page of the list, below `cursor` (from the top if null). */
  load: (cursor: string | null, limit: number, signal: AbortSignal) => Promise<Page<Execution>>;
  /** Whether a row belongs to the list; "ask" if only the server can say. */
  belongs: (row: Row) => boolean | "ask";
}

const FIRST = 100;
const PAGE_MAX = 1_000;
/** More rows than that are not kept: nobody reads them, and filters find better. */
export const LOADED_MAX = 250_000;
/** While nobody has scrolled, a list that grows at its top is cut at its end. */
const LIVE_MAX = 2_000;
const HELD_MAX = 500;
const BEAT = 300;
const ASK_PAUSE = 1_000;
const FRESH = 2_000;
const FRESH_MAX = 12;

const EMPTY: FeedState = {
  rows: [],
  next: null,
  isLoading: true,
  isLoadingMore: false,
  error: null,
  held: 0,
  isHeldMore: false,
  fresh: new Set(),
};

/**
 * The rows of the list: paged in by cursor, and kept up by the stream. What changes is gathered and shown a few times a
 * second at most. While someone reads, rows change in their places but none come or go.
 */
export class Feed {
  private state = EMPTY;
  private readonly listeners = new Set<() => void>();
  private readonly incoming = new Map<string, Row>();
  private held = new Map<string, Row>();
  private readonly left = new Set<string>();
  private readonly freshUntil = new Map<string, number>();
  private abort = new AbortController();
  private beat: ReturnType<typeof setTimeout> | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private paging: Promise<boolean> | null = null;
  private isReading = false;

  /** Begins with rows that were read before, if there are any. */
  constructor(
    private readonly source: Source,
    before: Pick<FeedState, "rows" | "next"> | null = null,
  ) {
    if (before) {
      this.state = { ...EMPTY, ...before, isLoading: false };
    }
  }

  get = (): FeedState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  open(): void {
    this.abort = new AbortController();
    this.become({ isLoadingMore: false });
    if (this.state.isLoading) {
      void this.restart();
    } else {
      void this.refresh(null, FIRST);
    }
  }

  close(): void {
    this.abort.abort();
    clearTimeout(this.beat);
    clearTimeout(this.asking);
    this.beat = undefined;
    this.asking = undefined;
  }

  /** Begins at the top again; what is there stays until the answer has come. */
  restart = async (): Promise<void> => {
    const { signal } = this.abort;
    this.become({ isLoading: true, error: null });
    try {
      const page = await this.source.load(null, FIRST, signal);
      this.held.clear();
      this.left.clear();
      this.become({
        rows: page.items.map(rowOf),
        next: page.next_cursor,
        isLoading: false,
        held: 0,
        isHeldMore: false,
      });
    } catch (error) {
      if (!signal.aborted) {
        this.become({ isLoading: false, error });
      }
    }
  };

  /** The next page, if there is one; they grow, so that a long list is soon read. */
  more = (): Promise<boolean> => {
    this.paging ??= this.page().finally(() => {
      this.paging = null;
    });
    return this.paging;
  };

  private async page(): Promise<boolean> {
    const { next, rows, isLoading, error } = this.state;
    if (next === null || isLoading || error || rows.length >= LOADED_MAX) {
      return false;
    }
    const { signal } = this.abort;
    this.become({ isLoadingMore: true });
    try {
      const limit = Math.min(PAGE_MAX, Math.max(FIRST, rows.length));
      const page = await this.source.load(next, limit, signal);
      // The end may have been cut off meanwhile: then this page does not join.
      const joins = this.state.next === next;
      const more = page.items.map(rowOf);
      this.become({
        isLoadingMore: false,
        ...(joins ? { rows: merged(this.state.rows, more), next: page.next_cursor } : {}),
      });
      return true;
    } catch (error) {
      if (!signal.aborted) {
        this.become({ isLoadingMore: false, error });
      }
      return false;
    }
  }

  /** Goes on after an error, where it was. */
  again = (): void => {
    this.become({ error: null });
    void (this.state.rows.length === 0 ? this.restart() : this.more());
  };

  /** Something happened in an execution. */
  take(execution: Execution): void {
    this.incoming.set(execution.execution_id, rowOf(execution));
    this.beat ??= setTimeout(this.flush, BEAT);
  }

  setReading(isReading: boolean): void {
    if (this.isReading !== isReading) {
      this.isReading = isReading;
      if (!isReading && (this.held.size > 0 || this.left.size > 0)) {
        this.beat ??= setTimeout(this.flush, BEAT);
      }
    }
  }

  /** Shows what was kept back. */
  show(): void {
    if (this.state.isHeldMore) {
      void this.restart();
    } else {
      this.settle([...this.held.values()]);
    }
  }

  /** Looks again at the rows that one sees: what the stream may have missed. */
  refresh = async (above: string | null, limit: number): Promise<void> => {
    const { signal } = this.abort;
    if (this.state.isLoading || this.state.error) {
      return;
    }
    try {
      const page = await this.source.load(above, limit, signal);
      const rows = page.items.map(rowOf);
      const gone = vanished(this.state.rows, rows, above, page.next_cursor === null);
      for (const id of gone) {
        this.left.add(id);
      }
      const isApart = above === null && page.next_cursor !== null && isAhead(rows, this.state.rows);
      this.arrange(rows, isApart);
    } catch {
      // Whether the server is away is told by the connection; the next look will do.
    }
  };

  private flush = (): void => {
    this.beat = undefined;
    if (this.state.isLoading) {
      this.beat = setTimeout(this.flush, BEAT);
      return;
    }
    const changed = [...this.incoming.values()];
    this.incoming.clear();
    const wanted: Row[] = [];
    let isUnsure = false;
    for (const row of changed) {
      const isThere = indexOf(this.state.rows, row.id) >= 0;
      const belongs = this.source.belongs(row);
      if (belongs === false) {
        this.held.delete(row.id);
        if (isThere) {
          this.left.add(row.id);
          wanted.push(row);
        }
      } else if (belongs === true || isThere) {
        this.left.delete(row.id);
        wanted.push(row);
      } else {
        isUnsure = true;
      }
    }
    this.arrange(wanted);
    if (isUnsure) {
      this.asking ??= setTimeout(() => {
        this.asking = undefined;
        void this.refresh(null, FIRST);
      }, ASK_PAUSE);
    }
  };

  /** Changes rows in their places; others come and go now or, while someone reads, later. */
  private arrange(changed: Row[], isApart = false): void {
    const { rows } = this.state;
    const known: Row[] = [];
    for (const row of changed) {
      const { index, isThere } = placeOf(rows, row.id);
      if (isThere) {
        known.push(row);
      } else if (index < rows.length || this.state.next === null) {
        if (this.held.size < HELD_MAX || this.held.has(row.id)) {
          this.held.set(row.id, row);
        }
      }
    }
    const isHeldMore = this.state.isHeldMore || isApart || this.held.size >= HELD_MAX;
    if (this.isReading) {
      this.become({ rows: replaced(rows, known), held: this.held.size, isHeldMore });
    } else if (isHeldMore) {
      void this.restart();
    } else {
      this.settle([...known, ...this.held.values()]);
    }
  }

  private settle(changed: Row[]): void {
    const before = this.state.rows;
    const until = Date.now() + FRESH;
    // Where very many come at once, none of them is worth a glance.
    if (this.held.size <= FRESH_MAX) {
      for (const id of this.held.keys()) {
        this.freshUntil.set(id, until);
      }
    }
    for (const [id, end] of this.freshUntil) {
      if (end < Date.now()) {
        this.freshUntil.delete(id);
      }
    }
    let rows = without(merged(before, changed), this.left);
    let next = this.state.next;
    if (!this.isReading && rows.length > LIVE_MAX) {
      rows = rows.slice(0, LIVE_MAX / 2);
      next = rows.at(-1)?.id ?? null;
    }
    this.held = new Map();
    this.left.clear();
    this.become({ rows, next, held: 0, isHeldMore: false, fresh: new Set(this.freshUntil.keys()) });
  }

  private become(change: Partial<FeedState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}
