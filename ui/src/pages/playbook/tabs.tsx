import type { PlaybookDetail } from "../../api/types";
import type { Tab } from "../../parts/Tabs";
import { GraphTab } from "./GraphTab";
import { Inputs } from "./Inputs";
import styles from "./Playbook.module.css";
import { Problems } from "./Problems";
import { Runs } from "./Runs";
import { Source } from "./Source";
import type { useAddress } from "./useAddress";
import { Versions } from "./Versions";

/** What can be seen of a playbook. Only the tab that is open is drawn. */
export function tabsOf(playbook: PlaybookDetail, address: ReturnType<typeof useAddress>): Tab[] {
  const { tab, line, step, before, after, change } = address;
  const { problems = [] } = playbook;
  const only = (name: string, content: () => Tab["content"]): Tab["content"] =>
    tab === name ? content() : null;
  const tabs: Tab[] = [
    {
      value: "source",
      label: "Source",
      content: <Source playbook={playbook} line={line} />,
    },
    {
      value: "graph",
      label: "Graph",
      content: only("graph", () => <GraphTab playbook={playbook} step={step} change={change} />),
    },
    {
      value: "versions",
      label: "Versions",
      content: only("versions", () => (
        <Versions playbook={playbook} before={before} after={after} change={change} />
      )),
    },
    {
      value: "runs",
      label: "Runs",
      content: only("runs", () => <Runs playbook={playbook} />),
    },
    {
      value: "inputs",
      label: "Inputs",
      content: only("inputs", () => <Inputs playbook={playbook} />),
    },
  ];
  if (problems.length > 0) {
    tabs.push({
      value: "problems",
      label: (
        <>
          Problems <span className={styles.count}>{problems.length}</span>
        </>
      ),
      content: only("problems", () => <Problems problems={problems} change={change} />),
    });
  }
  return tabs;
}
