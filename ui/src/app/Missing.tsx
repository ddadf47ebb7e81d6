import { Link, useLocation } from "react-router";
import { Empty } from "../parts/Notes";
import { Page } from "../parts/Page";

export function Missing() {
  const { pathname } = useLocation();
  return (
    <Page title="Not found">
      <Empty title="There is no such page">
        <p>
          Nothing is at <code>{pathname}</code>. Go to the <Link to="/executions">executions</Link>{" "}
          or the <Link to="/playbooks">playbooks</Link>.
        </p>
      </Empty>
    </Page>
  );
}
