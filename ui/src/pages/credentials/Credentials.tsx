import { Page } from "../../parts/Page";

export default function Credentials() {
  return <Page title="Credentials">{null}</Page>;
}
