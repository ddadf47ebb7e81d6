import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useBlocker } from "react-router";
import { useMay } from "../../app/session";
import { outlineOf, stepAt } from "../../editor/assist/outline";
import Code from "../../editor/Code";
import { download } from "../../parts/files";
import { Page } from "../../parts/Page";
import { RunDialog } from "../../run/RunDialog";
import { Actions } from "./Actions";
import type { Kept } from "./catalog";
import { type Draft, dropDraft } from "./drafts";
import { fileName, YAML } from "./files";
import { GraphPane } from "./GraphPane";
import { Heading } from "./Heading";
import { Notices } from "./Notices";
import { Problems } from "./Problems";
import { Comparison, ConflictQuestion, LeaveQuestion } from "./Questions";
import { type Side, Sides } from "./Sides";
import { StatusLine } from "./StatusLine";
import { useAssistance } from "./useAssistance";
import { useCheck } from "./useCheck";
import { useCodeView } from "./useCodeView";
import { useDrop, usePick } from "./useImport";
import { useNewest } from "./useNewest";
import { useSave } from "./useSave";
import { useText } from "./useText";
import styles from "./Workbench.module.css";

/** What the editor begins with. */
export interface Origin {
  /** The version that it comes from, null for a new playbook. */
  base: Kept | null;
  /** The newest version was asked for, not a certain one. */
  isNewest: boolean;
  /** What the text was before anybody wrote. */
  pristine: string;
  draftKey: string;
  /** What was written before and not saved. */
  draft: Draft | null;
}

interface WorkbenchProps {
  origin: Origin;
  line: number | null;
  onOpen: () => void;
  onSaved: (kept: Kept) => void;
}

/** The text, its problems and its graph, side by side. */
export function Workbench({ origin, line, onOpen, onSaved }: WorkbenchProps) {
  const [base, setBase] = useState(origin.base);
  // A draft knows of no version after the one that it was made from.
  const [known, setKnown] = useState(
    origin.isNewest ? (origin.draft?.version ?? base?.version ?? null) : null,
  );
  const [isDraft, setDraft] = useState(origin.draft !== null);
  const [compared, setCompared] = useState<Kept | null>(null);
  const [runs, setRuns] = useState<Kept | null>(null);
  const [hasList, setList] = useState(true);
  const [side, setSide] = useState<Side>("text");
  const draftKey = base?.path ?? origin.draftKey;
  const pristine = base?.content ?? origin.pristine;
  const { text, setText, isChanged, discard } = useText({
    draftKey,
    first: origin.draft?.text ?? origin.pristine,
    pristine,
    version: base?.version ?? null,
  });
  const mayWrite = useMay("operate");
  const check = useCheck(text);
  const code = useCodeView();
  const assistance = useAssistance();
  const extensions = useMemo(() => [assistance, code.extension], [assistance, code.extension]);
  const outline = outlineOf(useDeferredValue(text));
  const path = outline.path ?? base?.path ?? null;
  const newest = useNewest(base?.path ?? null);
  const problems = check.checked?.problems;

  useEffect(() => {
    // An old version was opened: what is the newest by now, its reader is told at once.
    setKnown((before) => before ?? newest?.version ?? null);
  }, [newest]);

  const become = (kept: Kept) => {
    setBase(kept);
    setKnown(kept.version);
    setDraft(false);
  };
  const jump = (to: number, column?: number) => {
    if (side === "text") {
      code.jump(to, column);
      return;
    }
    setSide("text");
    // The text is hidden until the next frame.
    requestAnimationFrame(() => code.jump(to, column));
  };
  const saving = useSave({
    text,
    base: base && { path: base.path, version: known ?? base.version },
    onSaved: (kept) => {
      dropDraft(draftKey);
      become(kept);
      onSaved(kept);
    },
    onRefused: () => {
      setList(true);
      const first = problems?.find(({ severity }) => severity === "error");
      if (first) {
        jump(first.line, first.column);
      }
    },
  });
  const run = async () => setRuns(isChanged || !base ? await saving.save() : base);
  const pick = usePick(code.replace);
  const drop = useDrop(code.replace, mayWrite);
  useSaveKey(() => mayWrite && void saving.save());
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isChanged && !nextLocation.state?.key && placeOf(currentLocation) !== placeOf(nextLocation),
  );

  const goTo = (step: string | null) => {
    const found = outline.steps.find(({ name }) => name === step);
    if (found) {
      jump(found.line);
    }
  };
  return (
    <Page
      title={path ? `Edit ${path}` : "New playbook"}
      isFull
      heading={<Heading path={path} base={base} isChanged={isChanged} />}
      actions={
        <Actions
          mayWrite={mayWrite}
          isBusy={saving.isBusy}
          onSave={() => void saving.save()}
          onRun={() => void run()}
          onOpen={onOpen}
          onImport={pick}
          onDownload={() => download(fileName(path), [text], YAML)}
          compareWith={base?.version ?? null}
          onCompare={() => setCompared(base)}
        />
      }
    >
      <Notices
        isReadOnly={!mayWrite}
        draft={isDraft && isChanged ? { onDiscard: () => code.replace(pristine) } : null}
        base={base}
        newest={newest}
        known={known}
        onCompare={() => setCompared(newest)}
        onLoad={() => {
          if (newest) {
            code.replace(newest.content);
            become(newest);
          }
        }}
      />
      <div className={styles.frame} {...drop}>
        <Sides
          side={side}
          onSide={setSide}
          text={
            <>
              <Code
                label="Text of the playbook"
                language="yaml"
                value={text}
                onChange={setText}
                isReadOnly={!mayWrite}
                problems={problems}
                showLine={line}
                extensions={extensions}
                onView={code.onView}
              />
              {hasList && problems && problems.length > 0 && (
                <Problems problems={problems} onJump={jump} />
              )}
              <StatusLine
                check={check}
                cursor={code.cursor}
                isOpen={hasList}
                onToggle={() => setList(!hasList)}
              />
            </>
          }
          graph={
            <GraphPane
              check={check}
              chosen={stepAt(outline, code.cursor.line)?.name ?? null}
              onChoose={goTo}
            />
          }
        />
      </div>
      <LeaveQuestion blocker={blocker} onDiscard={discard} />
      {compared && <Comparison before={compared} after={text} onClose={() => setCompared(null)} />}
      {saving.conflict && (
        <ConflictQuestion
          latest={saving.conflict}
          isOwn={saving.conflict.path === base?.path}
          text={text}
          isBusy={saving.isBusy}
          onClose={saving.giveUp}
          onSave={() => void saving.save(true)}
        />
      )}
      {runs && (
        <RunDialog isOpen onClose={() => setRuns(null)} path={runs.path} version={runs.version} />
      )}
    </Page>
  );
}

/** What of an address says which text it is. */
function placeOf({ pathname, search }: { pathname: string; search: string }): string {
  const query = new URLSearchParams(search);
  query.delete("line");
  return `${pathname}?${query}`;
}

function useSaveKey(save: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        save();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}
