import { useSyncExternalStore } from "react";

/** How the page stands with its server. */
export type Standing =
  | { kind: "online" }
  | { kind: "lost"; since: number }
  | { kind: "locked"; reason: string };

const PROBE_MIN = 500;
const PROBE_MAX = 5_000;

const NEEDED = "This server asks for an access token.";
const ENDED =
  "Your session has ended, or its token was revoked. Show an access token to go on where you were.";

/**
 * Knows whether the server answers and lets us in. Whoever asks the server tells what came of it; while it is away this
 * looks for it, first often, then every five seconds, and when it is back tells all who wait.
 */
class Connection {
  private standing: Standing = { kind: "online" };
  private readonly listeners = new Set<() => void>();
  private readonly backAgain = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = PROBE_MIN;
  private hasBeenIn = false;

  get = (): Standing => this.standing;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Calls each time the server is back after it was away or locked. */
  onBack(listener: () => void): () => void {
    this.backAgain.add(listener);
    return () => this.backAgain.delete(listener);
  }

  answered(): void {
    this.hasBeenIn = true;
    if (this.standing.kind === "lost") {
      this.restored();
    }
  }

  lost(): void {
    if (this.standing.kind === "online") {
      this.become({ kind: "lost", since: Date.now() });
      this.pause = PROBE_MIN;
      this.probeLater();
    }
  }

  /** A token is needed, or the one we had is no longer good. */
  locked(): void {
    if (this.standing.kind !== "locked") {
      this.become({ kind: "locked", reason: this.hasBeenIn ? ENDED : NEEDED });
    }
  }

  unlocked(): void {
    this.restored();
  }

  /** Looks at once instead of at the next turn. */
  probe = async (): Promise<void> => {
    clearTimeout(this.timer);
    try {
      const response = await fetch("/readyz", { cache: "no-store" });
      if (response.ok) {
        if (this.standing.kind === "lost") {
          this.restored();
        }
        return;
      }
    } catch {
      // Still away: that is what the standing says.
    }
    this.probeLater();
  };

  private probeLater(): void {
    clearTimeout(this.timer);
    if (this.standing.kind === "lost") {
      this.timer = setTimeout(this.probe, this.pause);
      this.pause = Math.min(PROBE_MAX, this.pause * 1.5);
    }
  }

  private restored(): void {
    this.become({ kind: "online" });
    for (const listener of [...this.backAgain]) {
      listener();
    }
  }

  private become(standing: Standing): void {
    this.standing = standing;
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}

export const connection = new Connection();

export function useStanding(): Standing {
  return useSyncExternalStore(connection.subscribe, connection.get);
}
