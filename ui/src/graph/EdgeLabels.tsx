import { useStore } from "@xyflow/react";
import { useMemo } from "react";
import { EdgeLabel } from "./EdgeLabel";
import type { Layout } from "./layout";
import { useLive } from "./live";
import { labelsIn } from "./spots";
import { Traced } from "./Traced";
import { useLabelSpots } from "./useLabelSpots";
import { placeOf } from "./viewport";
import { takenOf } from "./way";

/** More labels at once nobody reads. */
const SHOWN = 40;

/** The labels of a large graph: all that are seen where these are few, else those at the step that one is at. */
export function EdgeLabels({ layout }: { layout: Layout }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const states = useLive((values) => values.states);
  const current = useLive((values) => values.current);
  const chosen = useLive((values) => values.chosen);
  const pointed = useLive((values) => values.pointed);
  const spots = useLabelSpots(layout);
  const telling = useMemo(
    () => spots.filter(({ text, route }) => text || takenOf(states, route.link.keys) > 1),
    [spots, states],
  );
  const near = useMemo(
    () => new Set([current, pointed, (chosen && placeOf(layout, chosen)?.item.id) || null]),
    [layout, current, pointed, chosen],
  );
  const seen = {
    left: -x / zoom,
    top: -y / zoom,
    right: (width - x) / zoom,
    bottom: (height - y) / zoom,
  };
  return (
    <>
      {pointed && <Around layout={layout} id={pointed} />}
      {labelsIn(telling, seen, near, SHOWN).map(({ route, text, x, y }) => (
        <EdgeLabel key={route.link.id} route={route} text={text} x={x} y={y} />
      ))}
    </>
  );
}

/** The edges of the step that the pointer is at: among a thousand, eyes alone do not follow them. */
function Around({ layout, id }: { layout: Layout; id: string }) {
  const routes = useMemo(
    () => layout.routes.filter(({ link }) => link.source === id || link.target === id),
    [layout, id],
  );
  return <Traced routes={routes} />;
}
