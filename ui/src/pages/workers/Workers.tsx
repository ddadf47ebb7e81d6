import { Page } from "../../parts/Page";

export default function Workers() {
  return <Page title="Workers">{null}</Page>;
}
