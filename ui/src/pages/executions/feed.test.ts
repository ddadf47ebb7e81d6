import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Execution, Page, Status } from "../../api/types";
import { Feed } from "./feed";
import type { Row } from "./row";

const BEAT = 400;

function execution(id: number, status: Status = "COMPLETED"): Execution {
  return {
    execution_id: String(id),
    path: "a/b",
    playbook_name: "b",
    version: 1,
    status,
    progress: 0,
    start_time: "2026-11-29T12:00:00.000000Z",
    end_time: null,
    duration: 1,
    events_count: 1,
    parent_execution_id: null,
    retry_of: null,
    error: null,
  };
}

/** A server that holds executions, and answers as the real one does. */
class Server {
  readonly all = new Map<number, Execution>();
  readonly asked: { cursor: string | null; limit: number }[] = [];
  isAway = false;

  constructor(count: number) {
    for (let id = 1; id <= count; id += 1) {
      this.put(execution(id));
    }
  }

  put(it: Execution): Execution {
    this.all.set(Number(it.execution_id), it);
    return it;
  }

  load = async (cursor: string | null, limit: number): Promise<Page<Execution>> => {
    this.asked.push({ cursor, limit });
    if (this.isAway) {
      throw new Error("away");
    }
    const below = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor);
    const ids = [...this.all.keys()].filter((id) => id < below).sort((one, two) => two - one);
    const items = ids.slice(0, limit).map((id) => this.all.get(id) as Execution);
    return {
      items,
      next_cursor: ids.length > limit ? (items.at(-1)?.execution_id ?? null) : null,
    };
  };
}

async function opened(server: Server, belongs: (row: Row) => boolean | "ask" = () => true) {
  const feed = new Feed({ load: server.load, belongs });
  feed.open();
  await vi.advanceTimersByTimeAsync(0);
  return feed;
}

const ids = (feed: Feed) => feed.get().rows.map(({ id }) => Number(id));
const beat = () => vi.advanceTimersByTimeAsync(BEAT);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("paging", () => {
  test("goes on by cursor until the end, in pages that grow", async () => {
    const server = new Server(450);
    const feed = await opened(server);
    expect(feed.get().rows.length).toBe(100);
    await feed.more();
    await feed.more();
    await feed.more();
    await feed.more();
    expect(feed.get().rows.length).toBe(450);
    expect(feed.get().next).toBeNull();
    expect(server.asked.map(({ limit }) => limit)).toEqual([100, 100, 200, 400]);
    expect(ids(feed)).toEqual([...Array(450).keys()].map((index) => 450 - index));
  });

  test("tells what went wrong, and goes on where it was", async () => {
    const server = new Server(150);
    const feed = await opened(server);
    server.isAway = true;
    await feed.more();
    expect(feed.get().error).toBeInstanceOf(Error);
    expect(feed.get().rows.length).toBe(100);
    server.isAway = false;
    feed.again();
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.get().error).toBeNull();
    expect(feed.get().rows.length).toBe(150);
  });
});

describe("what the stream tells", () => {
  test("comes on top, and is marked as fresh for a moment", async () => {
    const feed = await opened(new Server(3));
    feed.take(execution(4, "RUNNING"));
    expect(ids(feed)).toEqual([3, 2, 1]);
    await beat();
    expect(ids(feed)).toEqual([4, 3, 2, 1]);
    expect(feed.get().fresh.has("4")).toBe(true);
  });

  test("changes rows in their places", async () => {
    const feed = await opened(new Server(3));
    feed.take(execution(2, "FAILED"));
    await beat();
    expect(feed.get().rows[1]?.status).toBe("FAILED");
  });

  test("is kept back while someone reads, and shown when asked for", async () => {
    const feed = await opened(new Server(3));
    feed.setReading(true);
    feed.take(execution(4, "RUNNING"));
    feed.take(execution(5, "RUNNING"));
    feed.take(execution(2, "FAILED"));
    await beat();
    expect(ids(feed)).toEqual([3, 2, 1]);
    expect(feed.get().rows[1]?.status).toBe("FAILED");
    expect(feed.get().held).toBe(2);
    feed.take(execution(4, "COMPLETED"));
    await beat();
    expect(feed.get().held).toBe(2);
    feed.show();
    expect(ids(feed)).toEqual([5, 4, 3, 2, 1]);
    expect(feed.get().rows[1]?.status).toBe("COMPLETED");
    expect(feed.get().held).toBe(0);
  });

  test("is shown by itself when one reads no more", async () => {
    const feed = await opened(new Server(3));
    feed.setReading(true);
    feed.take(execution(4));
    await beat();
    feed.setReading(false);
    await beat();
    expect(ids(feed)).toEqual([4, 3, 2, 1]);
  });

  test("leaves when it is no longer asked for, but not under the reader's eyes", async () => {
    const server = new Server(0);
    for (const id of [1, 2, 3]) {
      server.put(execution(id, "RUNNING"));
    }
    const feed = await opened(server, ({ status }) => status === "RUNNING");
    feed.setReading(true);
    feed.take(execution(2, "COMPLETED"));
    await beat();
    expect(feed.get().rows.map(({ status }) => status)).toEqual([
      "RUNNING",
      "COMPLETED",
      "RUNNING",
    ]);
    feed.setReading(false);
    await beat();
    expect(ids(feed)).toEqual([3, 1]);
  });

  test("does not come in below what is loaded", async () => {
    const server = new Server(300);
    const feed = await opened(server);
    feed.take(execution(5, "FAILED"));
    await beat();
    expect(feed.get().rows.length).toBe(100);
  });

  test("is asked for where only the server can say whether it belongs", async () => {
    const server = new Server(3);
    const feed = await opened(server, () => "ask");
    server.put(execution(5));
    feed.take(execution(4, "RUNNING"));
    feed.take(execution(5));
    await beat();
    expect(ids(feed)).toEqual([3, 2, 1]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(ids(feed)).toEqual([5, 3, 2, 1]);
    expect(server.asked.length).toBe(2);
  });

  test("never makes the list endless", async () => {
    const feed = await opened(new Server(150));
    for (let turn = 0; turn < 12; turn += 1) {
      for (let index = 0; index < 400; index += 1) {
        feed.take(execution(1_000 + turn * 400 + index));
      }
      await beat();
    }
    expect(feed.get().rows.length).toBeLessThanOrEqual(2_000);
    expect(feed.get().next).toBe(feed.get().rows.at(-1)?.id);
  });

  test("is counted up to a bound while someone reads, and then read anew", async () => {
    const server = new Server(150);
    const feed = await opened(server);
    feed.setReading(true);
    for (let id = 1_000; id < 1_900; id += 1) {
      feed.take(server.put(execution(id)));
    }
    await beat();
    expect(feed.get().held).toBe(500);
    expect(feed.get().isHeldMore).toBe(true);
    feed.show();
    await vi.advanceTimersByTimeAsync(0);
    expect(ids(feed)[0]).toBe(1_899);
    expect(feed.get().rows.length).toBe(100);
    expect(feed.get().held).toBe(0);
  });
});

describe("looking again", () => {
  test("finds what was missed: changed, new and gone", async () => {
    const server = new Server(5);
    const feed = await opened(server);
    server.put(execution(6));
    server.put(execution(4, "FAILED"));
    server.all.delete(2);
    await feed.refresh(null, 10);
    expect(ids(feed)).toEqual([6, 5, 4, 3, 1]);
    expect(feed.get().rows[2]?.status).toBe("FAILED");
  });

  test("leaves no gap where more has come than a page holds", async () => {
    const server = new Server(5);
    const feed = await opened(server);
    for (let id = 10; id < 200; id += 1) {
      server.put(execution(id));
    }
    await feed.refresh(null, 100);
    await vi.advanceTimersByTimeAsync(0);
    expect(ids(feed)).toEqual([...Array(100).keys()].map((index) => 199 - index));
    expect(feed.get().next).toBe("100");
  });

  test("leaves no gap either when the reader comes back to the top", async () => {
    const server = new Server(5);
    const feed = await opened(server);
    feed.setReading(true);
    for (let id = 10; id < 200; id += 1) {
      server.put(execution(id));
    }
    await feed.refresh(null, 100);
    expect(ids(feed)).toEqual([5, 4, 3, 2, 1]);
    expect(feed.get()).toMatchObject({ held: 100, isHeldMore: true });
    feed.setReading(false);
    await beat();
    expect(feed.get().rows.length).toBe(100);
    expect(feed.get().isHeldMore).toBe(false);
  });

  test("fails quietly: the next look will do", async () => {
    const server = new Server(5);
    const feed = await opened(server);
    server.isAway = true;
    await feed.refresh(null, 10);
    expect(feed.get().error).toBeNull();
    expect(ids(feed)).toEqual([5, 4, 3, 2, 1]);
  });
});

test("goes on with rows that were read before, and looks what has come since", async () => {
  const server = new Server(5);
  const { rows } = (await opened(server)).get();
  server.put(execution(6));
  const feed = new Feed({ load: server.load, belongs: () => true }, { rows, next: null });
  expect(feed.get().isLoading).toBe(false);
  feed.setReading(true);
  feed.open();
  await vi.advanceTimersByTimeAsync(0);
  expect(ids(feed)).toEqual([5, 4, 3, 2, 1]);
  expect(feed.get().held).toBe(1);
});

test("an answer that comes after the list was closed changes nothing", async () => {
  const abortable = (_: string | null, __: number, signal: AbortSignal) =>
    new Promise<Page<Execution>>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("gone", "AbortError")));
    });
  const feed = new Feed({ load: abortable, belongs: () => true });
  feed.open();
  feed.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(feed.get().error).toBeNull();
});
