import { Navigate, useLocation, useParams } from "react-router";
import { asProblem } from "../../api/problem";
import type { PlaybookDetail } from "../../api/types";
import { to } from "../../app/paths";
import { ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Tabs } from "../../parts/Tabs";
import { RunDialog } from "../../run/RunDialog";
import { usePlaybook } from "../../run/useStart";
import { Actions, Heading } from "./Head";
import { NotFound } from "./NotFound";
import { tabsOf } from "./tabs";
import { useAddress } from "./useAddress";

/** One playbook: its text, graph, versions, runs and inputs. */
export default function Playbook() {
  const path = useParams()["*"] ?? "";
  const { search } = useLocation();
  const { version } = useAddress();
  const { data, error, refetch } = usePlaybook(path, version);
  if (!data) {
    if (error && asProblem(error).status === 404) {
      return <NotFound path={path} version={version} reason={asProblem(error).message} />;
    }
    return (
      <Page title={path}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  // The last part of a path finds it too; its address is the whole one.
  return data.path === path ? (
    <Found key={path} playbook={data} />
  ) : (
    <Navigate to={`${to.playbook(data.path)}${search}`} replace />
  );
}

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
