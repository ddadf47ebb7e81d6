import { Navigate, useLocation } from "react-router";
import { asProblem } from "../../api/problem";
import type { PlaybookDetail } from "../../api/types";
import { playbookIn, to } from "../../app/paths";
import { ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Tabs } from "../../parts/Tabs";
import { RunDialog } from "../../run/RunDialog";
import { usePlaybook } from "../../run/useStart";
import { Actions, Heading } from "./Head";
import { NotFound, NoVersion } from "./NotFound";
import { tabsOf } from "./tabs";
import { useAddress } from "./useAddress";

/** One playbook: its text, graph, versions, runs and inputs. */
export default function Playbook() {
  const { pathname, search } = useLocation();
  const path = playbookIn(pathname);
  const { version } = useAddress();
  const { data, error, refetch } = usePlaybook(path, version);
  if (!data) {
    if (error && asProblem(error).status === 404) {
      const reason = asProblem(error).message;
      return version ? (
        <MaybeVersion path={path} reason={reason} />
      ) : (
        <NotFound path={path} reason={reason} />
      );
    }
    return (
      <Page title={path}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  if (data.path === path) {
    return <Found key={path} playbook={data} />;
  }
  // The server knows it by the last part of its path too. That part alone, or the name of its file, leads to its address;
  // another path may have meant something else.
  if (hasDots(data.path)) {
    // Browsers take `..` out of an address: there is no other one to go to.
    return <Found key={data.path} playbook={data} />;
  }
  return isShort(path, data.path) ? (
    <Navigate to={`${to.playbook(data.path)}${search}`} replace />
  ) : (
    <NotFound path={path} reason={`no playbook is registered under '${path}'`} />
  );
}

/** The path may be unknown as well as the version. */
function MaybeVersion({ path, reason }: { path: string; reason: string }) {
  const { data, isPending } = usePlaybook(path);
  if (isPending) {
    return <Loading />;
  }
  return data?.path === path ? (
    <NoVersion path={path} reason={reason} />
  ) : (
    <NotFound path={path} reason={reason} />
  );
}

const hasDots = (path: string) => /(^|\/)\.\.?(\/|$)/.test(path);

const isShort = (path: string, whole: string) =>
  !path.includes("/") || path.replace(/^\.\//, "").replace(/\.ya?ml$/, "") === whole;

function Found({ playbook }: { playbook: PlaybookDetail }) {
  const address = useAddress();
  const { version, tab, isRunning, change } = address;
  const tabs = tabsOf(playbook, address);
  const isKnown = tabs.some(({ value }) => value === tab);
  return (
    <Page
      title={playbook.path}
      isFull
      heading={<Heading playbook={playbook} />}
      actions={<Actions playbook={playbook} chosen={version} change={change} />}
    >
      <Tabs
        label={`About ${playbook.path}`}
        tabs={tabs}
        value={isKnown ? tab : "source"}
        onChange={(value) => change({ tab: value === "source" ? null : value, line: null }, true)}
      />
      <RunDialog
        isOpen={isRunning}
        onClose={() => change({ run: null })}
        path={playbook.path}
        {...(version ? { version } : {})}
      />
    </Page>
  );
}
