import { ViewportPortal } from "@xyflow/react";
import { type MouseEvent, memo, useMemo } from "react";
import edges from "./Edges.module.css";
import styles from "./Graph.module.css";
import type { Layout, Placed } from "./layout";
import { statusIn, useLive } from "./live";
import { headOf, pathOf } from "./route";
import type { GraphStates } from "./states";
import { type Way, wayOf } from "./way";
import { STATUS_WORDS } from "./words";

/** The edges of a large graph, and from afar its steps too, in a few shapes: a browser would not bear an element for each. */
export function Backdrop({
  layout,
  isFar,
  onChoose,
}: {
  layout: Layout;
  isFar: boolean;
  onChoose: (step: string) => void;
}) {
  const clicked = (event: MouseEvent) => {
    const name = (event.target as Element).getAttribute("data-step");
    if (name) {
      onChoose(name);
    }
  };
  return (
    <ViewportPortal>
      <svg className={styles.backdrop} aria-hidden onClick={clicked}>
        <Lines layout={layout} />
        {isFar && layout.placed.map((placed) => <Spot key={placed.item.id} placed={placed} />)}
      </svg>
    </ViewportPortal>
  );
}

const Lines = memo(function Lines({ layout }: { layout: Layout }) {
  const states = useLive((values) => values.states);
  const drawn = useMemo(
    () =>
      layout.routes.map(({ link, points }) => ({
        link,
        line: pathOf(points),
        head: headOf(points),
      })),
    [layout],
  );
  const groups = useMemo(() => grouped(drawn, states), [drawn, states]);
  return groups.map(({ key, way, isError, line, head }) => (
    <g key={key} className={edges.route} data-way={way} data-error={isError || undefined}>
      <path d={line} className={edges.line} />
      <path d={head} className={edges.arrow} />
    </g>
  ));
});

interface Drawn {
  link: Layout["routes"][number]["link"];
  line: string;
  head: string;
}

function grouped(drawn: Drawn[], states: GraphStates | null) {
  const groups = new Map<
    string,
    { way: Way; isError: boolean; lines: string[]; heads: string[] }
  >();
  for (const { link, line, head } of drawn) {
    const way = wayOf(states, link.keys);
    const isError = link.edge.kind === "error";
    const key = `${way} ${isError}`;
    const group = groups.get(key) ?? { way, isError, lines: [], heads: [] };
    group.lines.push(line);
    group.heads.push(head);
    groups.set(key, group);
  }
  return [...groups].map(([key, { way, isError, lines, heads }]) => ({
    key,
    way,
    isError,
    line: lines.join(""),
    head: heads.join(""),
  }));
}

const Spot = memo(function Spot({ placed }: { placed: Placed }) {
  const { step } = placed.item;
  const status = useLive(({ states }) => statusIn(states, step.name));
  const isChosen = useLive(({ chosen }) => chosen === step.name);
  return (
    <rect
      x={placed.x}
      y={placed.y}
      width={placed.width}
      height={placed.height}
      rx={8}
      className={`${styles.spot} ${styles[`tone${status ?? "NONE"}`] ?? ""}`}
      data-step={step.name}
      data-chosen={isChosen || undefined}
    >
      <title>{status ? `${step.name}: ${STATUS_WORDS[status]}` : step.name}</title>
    </rect>
  );
});
