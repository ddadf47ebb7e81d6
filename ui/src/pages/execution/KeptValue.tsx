import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { get } from "../../api/client";
import type { Json } from "../../api/types";
import type { Kept } from "../../history/model";
import { Button } from "../../parts/Button";
import { JsonView } from "../../parts/JsonView";
import { ErrorNote } from "../../parts/Notes";

/** A value of a history; one that is kept apart because it is large is loaded when asked for. */
export function KeptValue({ kept, depth }: { kept: Kept; depth?: number }) {
  return kept.kind === "value" ? (
    <JsonView value={kept.value} {...(depth === undefined ? {} : { depth })} />
  ) : (
    <Large name={kept.name} bytes={kept.bytes} execution={kept.execution} />
  );
}

function Large({ name, bytes, execution }: { name: string; bytes: number; execution: string }) {
  const [isWanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["payload", execution, name],
    queryFn: ({ signal }) =>
      get<Json>(`/api/executions/${execution}/payloads/${encodeURIComponent(name)}`, {}, signal),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined) {
    return <JsonView value={data} depth={1} />;
  }
  if (error) {
    return <ErrorNote error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Button icon={Download} isBusy={isFetching} onClick={() => setWanted(true)}>
      Load {size(bytes)}
    </Button>
  );
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
