import { Page } from "../../parts/Page";

export default function Playbook() {
  return <Page title="Playbook">{null}</Page>;
}
