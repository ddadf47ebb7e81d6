import { Download } from "lucide-react";
import { lazy, Suspense } from "react";
import type { PlaybookDetail } from "../../api/types";
import { IconButton } from "../../parts/Button";
import { Copy } from "../../parts/Copy";
import { download } from "../../parts/files";
import { Loading } from "../../parts/Notes";
import { fileName, YAML } from "../editor/files";
import styles from "./Playbook.module.css";

const Code = lazy(() => import("../../editor/Code"));

/** The text of this version, to read, copy and take along. */
export function Source({ playbook, line }: { playbook: PlaybookDetail; line: number | undefined }) {
  const { path, version, content, problems } = playbook;
  return (
    <div className={styles.pane}>
      <div className={styles.tools}>
        <Copy text={content} label="Copy the text" />
        <IconButton
          icon={Download}
          label="Download as a file"
          onClick={() => download(fileName(path), [content], YAML)}
        />
      </div>
      <Suspense fallback={<Loading label="Loading the text" />}>
        <Code
          value={content}
          language="yaml"
          isReadOnly
          label={`Text of ${path}, version ${version}`}
          showLine={line}
          problems={problems}
        />
      </Suspense>
    </div>
  );
}
