import { Link, useParams } from "react-router";
import { asProblem } from "../../api/problem";
import { useHistory } from "../../history/useHistory";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { Whole } from "./Whole";

/** One execution: where it stands, what it did and why, and what can be done about it. */
export default function Execution() {
  const { id = "" } = useParams();
  return <OfId key={id} id={id} />;
}

function OfId({ id }: { id: string }) {
  const execution = useHistory(id);
  const { detail, detailError } = execution;
  if (detail) {
    return <Whole detail={detail} execution={execution} />;
  }
  return (
    <Page title={`Execution ${id}`}>
      {detailError ? (
        <Absent id={id} error={detailError} />
      ) : (
        <Loading label="Loading the execution" />
      )}
    </Page>
  );
}

function Absent({ id, error }: { id: string; error: Error }) {
  const { status } = asProblem(error);
  if (status !== 404 && status !== 400) {
    return <ErrorNote error={error} />;
  }
  return (
    <Empty title="There is no such execution">
      <p>
        Nothing is known of <code>{id}</code>. It may have been pruned, it may never have begun, or
        the address is wrong.
      </p>
      <p>
        Look among <Link to="/executions">all executions</Link>, or{" "}
        <Link to={`/executions?q=${encodeURIComponent(id)}`}>for ids that begin so</Link>, or start
        one of the <Link to="/playbooks">playbooks</Link>.
      </p>
    </Empty>
  );
}
