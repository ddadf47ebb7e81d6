import { Page } from "../../parts/Page";

export default function Queue() {
  return <Page title="Queue">{null}</Page>;
}
