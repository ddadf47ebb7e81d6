import {
  Background,
  type EdgeTypes,
  type NodeHandle,
  type NodeTypes,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { type KeyboardEvent, useContext, useEffect, useMemo, useRef } from "react";
import { Backdrop } from "./Backdrop";
import { EdgeLabels } from "./EdgeLabels";
import styles from "./Graph.module.css";
import { type Direction, LABELS_MAX, type Layout, type Placed } from "./layout";
import { LiveContext, useLive } from "./live";
import { type Arrow, moveFrom } from "./moves";
import { Overview } from "./Overview";
import { PointedEdges } from "./PointedEdges";
import { RouteEdge, type RouteEdgeType } from "./RouteEdge";
import { StackNode, type StackNodeType } from "./StackNode";
import { StepNode, type StepNodeType } from "./StepNode";
import { useFit } from "./useFit";
import { useViewport } from "./useViewport";
import { ZOOM_MAX, ZOOM_MIN } from "./viewport";

const NODES: NodeTypes = { step: StepNode, stack: StackNode };
const NO_NODES: (StepNodeType | StackNodeType)[] = [];
const EDGES: EdgeTypes = { route: RouteEdge };
/** With fewer steps, or where they are a mere line, a map of them tells nothing. */
const OVERVIEW_MIN = 25;
const OVERVIEW_SLIM = 8;
/** With more edges each of them is no element of its own. */
const LARGE = 300;
/** Below this zoom only names and colours can be told. */
const FAR = 0.5;
const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** The drawing itself: pans, zooms, and moves by arrows. */
export function Canvas({
  layout,
  onChoose,
  label,
}: {
  layout: Layout;
  onChoose: (step: string) => void;
  label: string;
}) {
  const live = useContext(LiveContext);
  const flow = useReactFlow();
  const isFar = useStore((state) => state.transform[2] < FAR);
  const nodes = useMemo(() => nodesOf(layout, onChoose), [layout, onChoose]);
  const isLarge = layout.isRough && layout.routes.length > LARGE;
  const hasFewLabels = !isLarge && layout.routes.length <= LABELS_MAX;
  const edges = useMemo(
    () => (isLarge ? [] : edgesOf(layout, hasFewLabels)),
    [layout, isLarge, hasFewLabels],
  );
  const goesFar = useLive((values) => values.goesFar);
  const isDrawnFar = isLarge && (isFar || goesFar);
  const seeAll = useFit(layout);
  const hasOverview = useMemo(() => isWorthOverview(layout), [layout]);
  const { reveal, begin } = useViewport(layout);

  const frame = useRef<HTMLElement>(null);
  // From afar there is no step that could have the focus.
  useEffect(() => {
    if (isDrawnFar && document.activeElement === document.body) {
      frame.current?.focus({ preventScroll: true });
    }
  }, [isDrawnFar]);

  // Whoever closes the panel of a step by its keys is at the step again.
  const chosen = useLive((values) => values.chosen);
  useEffect(() => {
    if (chosen) {
      return () => {
        setTimeout(() => {
          if (document.activeElement === document.body) {
            frame.current
              ?.querySelector<HTMLElement>('.react-flow__node button[tabindex="0"]')
              ?.focus();
          }
        });
      };
    }
  }, [chosen]);

  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (ARROWS.includes(event.key)) {
      const next = moveFrom(layout, live.values.current ?? "", event.key as Arrow);
      event.preventDefault();
      if (next) {
        live.takesFocus = true;
        live.become({ current: next });
        reveal(next);
      }
    } else if (event.key === "+" || event.key === "=") {
      void flow.zoomIn();
    } else if (event.key === "-") {
      void flow.zoomOut();
    } else if (event.key === "0") {
      seeAll();
    }
  };

  return (
    <section
      ref={frame}
      tabIndex={isDrawnFar ? 0 : -1}
      className={styles.canvas}
      aria-label={`${label}. Arrow keys move from step to step, Enter opens one.`}
      data-far={isFar || undefined}
      onKeyDown={pressed}
    >
      <ReactFlow<StepNodeType | StackNodeType, RouteEdgeType>
        nodes={isDrawnFar ? NO_NODES : nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onInit={begin}
        minZoom={ZOOM_MIN}
        maxZoom={ZOOM_MAX}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
      >
        {isLarge && <Backdrop layout={layout} isFar={isDrawnFar} onChoose={onChoose} />}
        <PointedEdges layout={layout} />
        {!hasFewLabels && !isFar && <EdgeLabels layout={layout} />}
        <Background gap={20} size={1} color="var(--line)" />
        {hasOverview && !isDrawnFar && <Overview />}
      </ReactFlow>
    </section>
  );
}

function isWorthOverview({ placed }: Layout): boolean {
  const width = Math.max(1, ...placed.map((it) => it.x + it.width));
  const height = Math.max(1, ...placed.map((it) => it.y + it.height));
  const slim = Math.max(width / height, height / width);
  return placed.length >= OVERVIEW_MIN && slim <= OVERVIEW_SLIM;
}

function nodesOf(layout: Layout, onChoose: (step: string) => void) {
  return layout.placed.map((placed): StepNodeType | StackNodeType => {
    const { x, y, width, height, item } = placed;
    return {
      id: item.id,
      type: item.members.length > 0 ? "stack" : "step",
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: handlesOf(placed, layout.direction),
      data: { placed, direction: layout.direction, onChoose },
    };
  });
}

/** Told beforehand, so that steps out of sight need not be drawn to be measured. */
function handlesOf({ width, height }: Placed, direction: Direction): NodeHandle[] {
  const size = { width: 1, height: 1 };
  return direction === "DOWN"
    ? [
        { type: "target", position: Position.Top, x: width / 2, y: 0, ...size },
        { type: "source", position: Position.Bottom, x: width / 2, y: height, ...size },
      ]
    : [
        { type: "target", position: Position.Left, x: 0, y: height / 2, ...size },
        { type: "source", position: Position.Right, x: width, y: height / 2, ...size },
      ];
}

function edgesOf(layout: Layout, hasLabel: boolean): RouteEdgeType[] {
  return layout.routes.map((route) => ({
    id: route.link.id,
    type: "route",
    source: route.link.source,
    target: route.link.target,
    data: { route, hasLabel },
  }));
}
