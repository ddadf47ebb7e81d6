import {
  Download,
  Ellipsis,
  FilePlus2,
  FolderOpen,
  GitCompare,
  Play,
  Save,
  Upload,
} from "lucide-react";
import { useNavigate } from "react-router";
import { Button, IconButton } from "../../parts/Button";
import { Menu } from "../../parts/Menu";

interface ActionsProps {
  mayWrite: boolean;
  isBusy: boolean;
  onSave: () => void;
  onRun: () => void;
  onOpen: () => void;
  onImport: () => void;
  onDownload: () => void;
  compareWith: number | null;
  onCompare: () => void;
}

const REFUSED = "Your role may look, but not save or run anything";

/** What can be done with the text. */
export function Actions({ mayWrite, isBusy, compareWith, ...on }: ActionsProps) {
  const navigate = useNavigate();
  return (
    <>
      <IconButton icon={FilePlus2} label="New playbook" onClick={() => navigate("/editor")} />
      <IconButton icon={FolderOpen} label="Open a playbook" onClick={on.onOpen} />
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More" />}
        items={[
          {
            label: compareWith ? `Compare with version ${compareWith}` : "Compare",
            icon: GitCompare,
            isDisabled: compareWith === null,
            onSelect: on.onCompare,
          },
          {
            label: "Read in a file",
            icon: Upload,
            isDisabled: !mayWrite,
            onSelect: on.onImport,
          },
          { label: "Download", icon: Download, onSelect: on.onDownload },
        ]}
      />
      <Button
        icon={Play}
        disabled={!mayWrite || isBusy}
        title={mayWrite ? "Saves what has changed, and asks for the inputs" : REFUSED}
        onClick={on.onRun}
      >
        Run
      </Button>
      <Button
        icon={Save}
        look="primary"
        isBusy={isBusy}
        disabled={!mayWrite}
        title={mayWrite ? "Ctrl S: registers the text as a new version" : REFUSED}
        onClick={on.onSave}
      >
        Save
      </Button>
    </>
  );
}
