import { useReactFlow } from "@xyflow/react";
import {
  ArrowDownFromLine,
  ArrowRightFromLine,
  Group,
  List,
  Maximize,
  Ungroup,
  Workflow,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { Graph } from "../api/types";
import { IconButton } from "../parts/Button";
import { Find } from "./Find";
import styles from "./Graph.module.css";
import type { Direction, Layout } from "./layout";
import { useFit } from "./useFit";

interface ToolbarProps {
  graph: Graph;
  /** Null until the steps have their places. */
  layout: Layout | null;
  onChoose: (step: string) => void;
  direction: Direction;
  onDirection: (direction: Direction) => void;
  isList: boolean;
  onList: (isList: boolean) => void;
  /** Null where no steps are alike. */
  isFolded: boolean | null;
  onFolded: (isFolded: boolean) => void;
  /** What went wrong with the drawing. */
  note: string | null;
}

export function Toolbar(props: ToolbarProps) {
  const { direction, isList, isFolded } = props;
  return (
    <div className={styles.toolbar}>
      <Find graph={props.graph} onChoose={props.onChoose} />
      <span className={`soft numbers ${styles.count}`}>{counted(props.graph.steps.length)}</span>
      {props.note && (
        <span className="cut soft" title={props.note}>
          {props.note}
        </span>
      )}
      <span className={styles.tools} role="toolbar" aria-label="How the graph is shown">
        {!isList && (
          <>
            <Zoom layout={props.layout} />
            <IconButton
              icon={direction === "DOWN" ? ArrowRightFromLine : ArrowDownFromLine}
              label={direction === "DOWN" ? "From left to right" : "From top to bottom"}
              onClick={() => props.onDirection(direction === "DOWN" ? "RIGHT" : "DOWN")}
            />
            {isFolded !== null && (
              <IconButton
                icon={isFolded ? Ungroup : Group}
                label={isFolded ? "Show every step by itself" : "Put steps that are alike together"}
                onClick={() => props.onFolded(!isFolded)}
              />
            )}
          </>
        )}
        <IconButton
          icon={isList ? Workflow : List}
          label={isList ? "Show as a graph" : "Show as a list"}
          onClick={() => props.onList(!isList)}
        />
      </span>
    </div>
  );
}

const counted = (count: number) => (count === 1 ? "1 step" : `${count} steps`);

function Zoom({ layout }: { layout: Layout | null }) {
  const flow = useReactFlow();
  const seeAll = useFit(layout);
  return (
    <>
      <IconButton icon={ZoomOut} label="Smaller (-)" onClick={() => void flow.zoomOut()} />
      <IconButton icon={ZoomIn} label="Larger (+)" onClick={() => void flow.zoomIn()} />
      <IconButton icon={Maximize} label="All of it (0)" onClick={seeAll} />
    </>
  );
}
