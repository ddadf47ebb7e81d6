import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../api/client";
import { connection } from "../api/connection";
import type { Session } from "../api/types";

const KEY = ["session"];
const RENEWAL = 15 * 60_000;
const WATCH = 20_000;

const CALLER = {
  queryKey: KEY,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    request<Session>("GET", "/api/session", { signal }),
  staleTime: 60_000,
};

export function useSession() {
  return useQuery(CALLER);
}

/** Pages of what has ended ask for nothing: this tells them too when the server is away or the session over. */
export function useWatch(): void {
  useQuery({ ...CALLER, refetchInterval: WATCH });
}

/** Whether the caller may do this; until that is known, whatever can be tried may be. */
export function useMay(permission: Session["permissions"][number]): boolean {
  const { data } = useSession();
  return data?.permissions.includes(permission) ?? true;
}

/** Shows the token once; a cookie stands for it from then on. */
export async function signIn(token: string): Promise<void> {
  await request<Session>("POST", "/api/session", { headers: { Authorization: `Bearer ${token}` } });
  connection.unlocked();
}

export async function signOut(): Promise<void> {
  await request<Session>("DELETE", "/api/session");
  // A page that is loaded anew holds nothing of what was shown.
  location.assign("/");
}

/** Somebody may have signed in on another page of this browser meanwhile: that lets this one in too. */
export function useSignedInElsewhere(): void {
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState === "hidden") {
        return;
      }
      try {
        const response = await fetch("/api/session", { cache: "no-store" });
        if (response.ok) {
          connection.unlocked();
        }
      } catch {
        // The server is away: the form stays, and says so to whoever uses it.
      }
    };
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
}

/** A session lasts an hour: whoever still looks at the page has it prolonged. */
export function useRenewal(): void {
  const needed = useSession().data?.token_needed ?? false;
  useEffect(() => {
    if (!needed) {
      return;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && connection.get().kind === "online") {
        // A refusal locks the page, which then asks for a token.
        request("POST", "/api/session").catch(() => undefined);
      }
    }, RENEWAL);
    return () => clearInterval(timer);
  }, [needed]);
}
