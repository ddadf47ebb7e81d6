import { Page } from "../../parts/Page";

export default function Editor() {
  return <Page title="Editor">{null}</Page>;
}
