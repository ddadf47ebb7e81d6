import { Play } from "lucide-react";
import { useParams, useSearchParams } from "react-router";
import { Button } from "../../parts/Button";
import { Page } from "../../parts/Page";
import { RunDialog } from "../../run/RunDialog";

export default function Playbook() {
  const path = useParams()["*"] ?? "";
  const [search, setSearch] = useSearchParams();
  return (
    <Page
      title={path}
      actions={
        <Button look="primary" icon={Play} onClick={() => setSearch({ run: "1" })}>
          Run
        </Button>
      }
    >
      <RunDialog
        isOpen={search.get("run") === "1"}
        onClose={() => setSearch({}, { replace: true })}
        path={path}
      />
    </Page>
  );
}
