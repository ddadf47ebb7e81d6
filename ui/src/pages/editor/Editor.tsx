import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { to } from "../../app/paths";
import { Button } from "../../parts/Button";
import { ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { fetchKept, type Kept } from "./catalog";
import { draftOf, keepDraft, NEW } from "./drafts";
import { OpenDialog } from "./OpenDialog";
import { Starts } from "./Starts";
import { STARTS } from "./starts";
import { usePick } from "./useImport";
import { type Origin, Workbench } from "./Workbench";

const FILE = "file";
const newKey = (start: string) => `${NEW}${start}`;

/** Where the text comes from. */
type Source = { path: string; version: number | null } | { start: string };

/** The editor: `?path=` and `version=` of the catalog, or `new=` for a text that begins here; `line=` goes to a line. */
export default function Editor() {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [isOpening, setOpening] = useState(false);
  const path = query.get("path");
  const version = Number(query.get("version")) || null;
  const start = query.get("new");
  // A text that has just been saved gets another address, and stays as it is.
  const location = useLocation();
  const key: string = location.state?.key ?? location.key;

  const pick = usePick((text) => {
    keepDraft(newKey(FILE), { text, version: null, at: Date.now() });
    navigate(`/editor?new=${FILE}`);
  });
  const onSaved = (kept: Kept) => {
    navigate(to.editor(kept.path), { replace: true, state: { key } });
  };
  const source = path ? { path, version } : start ? { start } : null;
  const onOpen = () => setOpening(true);
  return (
    <>
      {source ? (
        <Loaded
          key={key}
          source={source}
          line={Number(query.get("line")) || null}
          onOpen={onOpen}
          onSaved={onSaved}
        />
      ) : (
        <Starts onOpen={onOpen} onImport={pick} />
      )}
      {isOpening && (
        <OpenDialog
          onClose={() => setOpening(false)}
          onChoose={(chosen) => {
            setOpening(false);
            navigate(to.editor(chosen));
          }}
        />
      )}
    </>
  );
}

interface LoadedProps {
  source: Source;
  line: number | null;
  onOpen: () => void;
  onSaved: (kept: Kept) => void;
}

function Loaded({ source: given, ...common }: LoadedProps) {
  const [source] = useState(given);
  return "path" in source ? (
    <FromCatalog path={source.path} version={source.version} {...common} />
  ) : (
    <FromStart start={source.start} {...common} />
  );
}

function FromStart({ start, ...common }: Omit<LoadedProps, "source"> & { start: string }) {
  const [origin] = useState<Origin>(() => ({
    base: null,
    isNewest: true,
    pristine: STARTS.find(({ id }) => id === start)?.text ?? "",
    draftKey: newKey(start),
    draft: draftOf(newKey(start)),
  }));
  return <Workbench origin={origin} {...common} />;
}

function FromCatalog({
  path,
  version,
  ...common
}: Omit<LoadedProps, "source"> & { path: string; version: number | null }) {
  // Read once: what is written meanwhile must not be replaced by a later answer.
  const { data, error, refetch } = useQuery({
    queryKey: ["editor", "text", path, version],
    queryFn: ({ signal }) => fetchKept(path, version, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const [origin, setOrigin] = useState<Origin | null>(null);
  if (data && !origin) {
    const draft = version === null ? draftOf(data.path) : null;
    setOrigin({
      base: data,
      isNewest: version === null,
      pristine: data.content,
      draftKey: data.path,
      draft: draft && draft.text !== data.content ? draft : null,
    });
  }
  if (origin) {
    return <Workbench origin={origin} {...common} />;
  }
  return (
    <Page title="Editor" actions={<Button onClick={common.onOpen}>Open another</Button>}>
      {error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading label="Loading the text" />
      )}
    </Page>
  );
}
