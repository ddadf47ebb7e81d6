import { useQuery } from "@tanstack/react-query";
import { fetchLatest, type Kept } from "./catalog";

const PAUSE = 30_000;

/** The newest version under the path, looked at now and then: others register too. */
export function useNewest(path: string | null): Kept | null {
  const { data } = useQuery({
    queryKey: ["editor", "newest", path],
    queryFn: ({ signal }) => (path ? fetchLatest(path, signal) : null),
    enabled: path !== null,
    refetchInterval: PAUSE,
  });
  return data ?? null;
}
